/** Stores how far a run has come, so that a run that was interrupted can be resumed. */
@NullMarked
package io.github.s3sync.reconcile.checkpoint;

import org.jspecify.annotations.NullMarked;
