package io.github.s3sync.transfer;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.event.Internal;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds the settings of an {@code S3CopyExecutor}, which {@code S3CopyExecutorBuilder} documents.
 *
 * @param clients the clients for sources and destinations
 * @param concurrency how parts are copied concurrently
 * @param buffers the memory budget of streams
 * @param clock the clock of receipts
 * @param nanoTime the monotonic clock
 * @param multipartThresholdBytes the size above which an object is copied in parts
 * @param partSizeBytes the minimum size of parts that are copied inside S3
 * @param streamedPartBytes the minimum size of streamed parts, and the size up to which objects are
 *     streamed as a whole
 * @param deletesPerMinute the delete limit
 * @param partRetryPause the pause before the first retry of a part
 */
@Internal
public record CopySettings(
    S3Clients clients,
    Concurrency concurrency,
    BufferBudget buffers,
    Clock clock,
    LongSupplier nanoTime,
    long multipartThresholdBytes,
    long partSizeBytes,
    long streamedPartBytes,
    int deletesPerMinute,
    Duration partRetryPause) {}
