/** Describes what a comparison found and what was done about it. */
@NullMarked
package io.github.s3sync.reconcile.finding;

import org.jspecify.annotations.NullMarked;
