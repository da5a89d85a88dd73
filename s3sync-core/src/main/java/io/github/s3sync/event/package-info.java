/** What S3 said: any notification body in, {@link io.github.s3sync.event.ObjectEvent}s out. */
@NullMarked
package io.github.s3sync.event;

import org.jspecify.annotations.NullMarked;
