/** Runs the production code on an in-memory S3, with an order and timing that a seed determines. */
@NullMarked
package io.github.s3sync.simulation;

import org.jspecify.annotations.NullMarked;
