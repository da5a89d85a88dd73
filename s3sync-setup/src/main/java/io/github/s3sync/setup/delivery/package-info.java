/** Checks what carries the notifications: the queue, its dead-letter queue and the function. */
@NullMarked
package io.github.s3sync.setup.delivery;

import org.jspecify.annotations.NullMarked;
