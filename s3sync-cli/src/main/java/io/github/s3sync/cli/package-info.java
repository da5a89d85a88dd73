/** Contains the command line: commands to set up, to check, and to copy objects manually. */
@NullMarked
package io.github.s3sync.cli;

import org.jspecify.annotations.NullMarked;
