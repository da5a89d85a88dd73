package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.client.SdkVersion;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.transfer.BufferBudget;
import io.github.s3sync.transfer.CopySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link S3CopyExecutor}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutorBuilder {

  private static final long MIB = 1024 * 1024;
  private static final long MIN_BUFFER = 5 * MIB;

  /** Small enough for the connections of any client, and to leave some for other copies. */
  private static final int USUAL_HELPERS = 7;

  final S3Clients clients;
  private @Nullable Concurrency concurrency;
  Clock clock = Clock.systemUTC();
  LongSupplier nanoTime = System::nanoTime;
  long multipartThresholdBytes = 256 * MIB;
  long partSizeBytes = 128 * MIB;
  long streamPartSizeBytes = 16 * MIB;
  long streamBufferBytes = Math.max(MIN_BUFFER, Runtime.getRuntime().maxMemory() / 4);
  int deletesPerMinute = 1_000;
  Duration partRetryPause = Duration.ofSeconds(1);

  S3CopyExecutorBuilder(S3Clients clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  /**
   * Sets how many parts of large objects are copied at the same time, over all copies of this
   * executor.
   *
   * @param concurrency by default the calling thread and 7 helpers, on daemon threads that end when
   *     they are idle, see {@link Concurrency#parallel}
   * @return this
   */
  public S3CopyExecutorBuilder concurrency(Concurrency concurrency) {
    this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
    return this;
  }

  /**
   * Sets the size above which an object is copied in parts.
   *
   * <p>At the slowest published rate (6 MB/s), S3 copies the default of 256 MiB in 43 seconds. So
   * one request ends well before a read timeout of two minutes, after which the SDK would restart
   * the copy. S3's limit for one request is 5 GiB.
   *
   * @param bytes from 5 MiB to 5 GiB; 256 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public S3CopyExecutorBuilder multipartThresholdBytes(long bytes) {
    this.multipartThresholdBytes = inRange("multipartThresholdBytes", bytes);
    return this;
  }

  /**
   * Sets the minimum size of parts; objects with more than 10,000 such parts get larger ones.
   *
   * @param bytes from 5 MiB to 5 GiB; 128 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public S3CopyExecutorBuilder partSizeBytes(long bytes) {
    this.partSizeBytes = inRange("partSizeBytes", bytes);
    return this;
  }

  /**
   * Sets the size of the parts of streams (see {@link
   * io.github.s3sync.option.TransferMode#STREAM}). Objects of at most this size are streamed as a
   * whole. Objects with more than 10,000 such parts get larger ones: from 156 GiB on, at the
   * default.
   *
   * <p>Each part in transit is held in memory, so streaming needs up to this size for each thread
   * that copies: the callers of the executor and the helpers of its {@link #concurrency}. All
   * streams together are limited to {@link #streamBufferBytes}: if it is lower, parts are smaller,
   * or fewer are copied at the same time.
   *
   * @param bytes from 5 MiB to 1 GiB; 16 MiB by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public S3CopyExecutorBuilder streamPartSizeBytes(long bytes) {
    if (bytes < 5 * MIB || bytes > 1024 * MIB) {
      throw new IllegalArgumentException(
          "streamPartSizeBytes is " + bytes + ", expected 5242880 (5 MiB) to 1073741824 (1 GiB)");
    }
    this.streamPartSizeBytes = bytes;
    return this;
  }

  /**
   * Sets how much memory all streams of this executor may use for bodies at the same time. An
   * object needs a buffer for each part in transit. It fails with {@code NOT_SUPPORTED} if a single
   * buffer, a 10,000th of the object, would be larger than this.
   *
   * @param bytes at least 5 MiB; a quarter of the JVM's maximum heap by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public S3CopyExecutorBuilder streamBufferBytes(long bytes) {
    if (bytes < MIN_BUFFER) {
      throw new IllegalArgumentException(
          "streamBufferBytes is " + bytes + ", expected 5242880 (5 MiB) or more");
    }
    this.streamBufferBytes = bytes;
    return this;
  }

  /**
   * Sets the delete limit: how many replicas this executor may delete within any minute. It
   * protects replicas if the source is emptied by mistake. Further deletes fail with {@code
   * DELETE_BRAKE} before anything is deleted, and can be retried a minute later.
   *
   * @param deletes 1000 by default; 0 for no deletes, for example while an operator investigates
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public S3CopyExecutorBuilder deletesPerMinute(int deletes) {
    if (deletes < 0) {
      throw new IllegalArgumentException("deletesPerMinute is " + deletes + ", expected 0 or more");
    }
    this.deletesPerMinute = deletes;
    return this;
  }

  /**
   * Sets the clock for the times at which a replica became visible or was deleted.
   *
   * @param clock {@link Clock#systemUTC()} by default
   * @return this
   */
  public S3CopyExecutorBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Builds the executor.
   *
   * @return the executor
   * @throws IllegalStateException if the AWS SDK on the class path is older than 2.31.66
   */
  public S3CopyExecutor build() {
    SdkVersion.check();
    return new S3CopyExecutor(
        new CopySettings(
            clients,
            concurrency == null ? Concurrency.parallel(USUAL_HELPERS) : concurrency,
            new BufferBudget(streamBufferBytes),
            clock,
            nanoTime,
            multipartThresholdBytes,
            partSizeBytes,
            Math.min(streamPartSizeBytes, streamBufferBytes / MIB * MIB),
            deletesPerMinute,
            partRetryPause));
  }

  private static long inRange(String name, long bytes) {
    if (bytes < 5 * MIB || bytes > 5 * 1024 * MIB) {
      throw new IllegalArgumentException(
          name + " is " + bytes + ", expected 5242880 (5 MiB) to 5368709120 (5 GiB)");
    }
    return bytes;
  }
}
