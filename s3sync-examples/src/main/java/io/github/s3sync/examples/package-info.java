/** Programs to run, read and copy from. */
@NullMarked
package io.github.s3sync.examples;

import org.jspecify.annotations.NullMarked;
