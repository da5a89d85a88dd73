/** Options that several commands have, and the error of a wrong argument. */
@NullMarked
package io.github.s3sync.cli.option;

import org.jspecify.annotations.NullMarked;
