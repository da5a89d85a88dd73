/** Puts dead letters back into the queue that they came from. */
@NullMarked
package io.github.s3sync.cli.redrive;

import org.jspecify.annotations.NullMarked;
