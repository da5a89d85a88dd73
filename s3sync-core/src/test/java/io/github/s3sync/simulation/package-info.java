/** The production code on an S3 in memory, in an order and at a time that a seed decides. */
@NullMarked
package io.github.s3sync.simulation;

import org.jspecify.annotations.NullMarked;
