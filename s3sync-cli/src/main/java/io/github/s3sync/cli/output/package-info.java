/** The format of what commands print and log. */
@NullMarked
package io.github.s3sync.cli.output;

import org.jspecify.annotations.NullMarked;
