/** Reads any notification body into {@link io.github.s3sync.event.ObjectEvent}s. */
@NullMarked
package io.github.s3sync.event;

import org.jspecify.annotations.NullMarked;
