/** A process that copies what the notifications in a queue announce. */
@NullMarked
package io.github.s3sync.service;

import org.jspecify.annotations.NullMarked;
