/** Compares two buckets under the rules of s3sync, and reports or repairs their differences. */
@NullMarked
package io.github.s3sync.reconcile;

import org.jspecify.annotations.NullMarked;
