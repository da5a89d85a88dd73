/** Contains the measurements for {@code docs/performance.md}. */
@NullMarked
package io.github.s3sync.benchmarks;

import org.jspecify.annotations.NullMarked;
