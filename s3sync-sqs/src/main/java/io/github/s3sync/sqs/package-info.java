/** A poller that feeds notifications from an SQS queue to s3sync. */
@NullMarked
package io.github.s3sync.sqs;

import org.jspecify.annotations.NullMarked;
