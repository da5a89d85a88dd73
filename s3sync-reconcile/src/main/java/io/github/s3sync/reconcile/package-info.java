/** Brings two buckets in line under the rules of s3sync, or reports how they differ. */
@NullMarked
package io.github.s3sync.reconcile;

import org.jspecify.annotations.NullMarked;
