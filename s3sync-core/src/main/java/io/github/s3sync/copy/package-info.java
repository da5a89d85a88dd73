/** Carries out plans. This is the only package that sends requests to S3. */
@NullMarked
package io.github.s3sync.copy;

import org.jspecify.annotations.NullMarked;
