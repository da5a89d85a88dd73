/**
 * Executes plans on S3: decides when to copy, re-check, delete and stop. {@code Convergence} is the
 * heart of the engine.
 */
@NullMarked
package io.github.s3sync.executor;

import org.jspecify.annotations.NullMarked;
