/** Simulates comparisons of two buckets while other processes copy. */
@NullMarked
package io.github.s3sync.simulation;

import org.jspecify.annotations.NullMarked;
