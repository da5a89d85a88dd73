/** The outcomes of events: typed results whose reasons a program can evaluate. */
@NullMarked
package io.github.s3sync.outcome;

import org.jspecify.annotations.NullMarked;
