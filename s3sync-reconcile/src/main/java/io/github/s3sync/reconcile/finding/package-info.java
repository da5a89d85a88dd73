/** Describes the results of a comparison and the actions taken. */
@NullMarked
package io.github.s3sync.reconcile.finding;

import org.jspecify.annotations.NullMarked;
