/** What became of it: typed results with reasons that a program can read. */
@NullMarked
package io.github.s3sync.outcome;

import org.jspecify.annotations.NullMarked;
