/** Writes reports of a run, for people and for programs. */
@NullMarked
package io.github.s3sync.reconcile.report;

import org.jspecify.annotations.NullMarked;
