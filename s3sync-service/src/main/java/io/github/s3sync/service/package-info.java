/** Runs the poller as a process that copies the objects of the notifications in a queue. */
@NullMarked
package io.github.s3sync.service;

import org.jspecify.annotations.NullMarked;
