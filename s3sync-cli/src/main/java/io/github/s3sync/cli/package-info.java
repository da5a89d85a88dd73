/** The command line: setting up, looking, and copying by hand. */
@NullMarked
package io.github.s3sync.cli;

import org.jspecify.annotations.NullMarked;
