/** Polls an SQS queue and passes the notifications in its messages to s3sync. */
@NullMarked
package io.github.s3sync.sqs;

import org.jspecify.annotations.NullMarked;
