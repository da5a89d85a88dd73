/**
 * Executes plans on S3: decides when to copy, re-check, delete and stop. To understand the engine,
 * start with {@code Convergence}.
 */
@NullMarked
package io.github.s3sync.executor;

import org.jspecify.annotations.NullMarked;
