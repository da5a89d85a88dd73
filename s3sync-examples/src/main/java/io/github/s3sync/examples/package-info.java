/** Contains example programs to run and to copy code from. */
@NullMarked
package io.github.s3sync.examples;

import org.jspecify.annotations.NullMarked;
