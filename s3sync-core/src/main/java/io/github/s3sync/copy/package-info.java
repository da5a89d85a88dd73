/**
 * Defines the seam of a copy: a plan in, a result or an exception out.
 *
 * <p>The contents are the executor's interface and its decorators, results and receipts, limits of
 * time and concurrency, the queue that lets one operation at a time work on a replica, and the
 * classification of the errors of S3 and the SDK.
 */
@NullMarked
package io.github.s3sync.copy;

import org.jspecify.annotations.NullMarked;
