/** Provides S3, SQS and the Lambda runtime API inside a test JVM, over HTTP. */
@NullMarked
package io.github.s3sync.testing;

import org.jspecify.annotations.NullMarked;
