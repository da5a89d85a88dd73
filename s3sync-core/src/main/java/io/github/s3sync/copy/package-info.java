/** Doing it: the only package that talks to S3. */
@NullMarked
package io.github.s3sync.copy;

import org.jspecify.annotations.NullMarked;
