package io.github.s3sync.copy;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Collects the properties of an {@link S3CopyExecutor}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutorBuilder {

  private static final long MIB = 1024 * 1024;

  final S3Clients clients;
  Concurrency concurrency = Concurrency.callerOnly();
  Clock clock = Clock.systemUTC();
  LongSupplier nanoTime = System::nanoTime;
  long multipartThresholdBytes = 256 * MIB;
  long partSizeBytes = 128 * MIB;
  long streamPartSizeBytes = 16 * MIB;
  int deletesPerMinute = 1_000;
  Duration partRetryPause = Duration.ofSeconds(1);

  S3CopyExecutorBuilder(S3Clients clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  private S3CopyExecutorBuilder(S3CopyExecutorBuilder other) {
    this.clients = other.clients;
    this.concurrency = other.concurrency;
    this.clock = other.clock;
    this.nanoTime = other.nanoTime;
    this.multipartThresholdBytes = other.multipartThresholdBytes;
    this.partSizeBytes = other.partSizeBytes;
    this.streamPartSizeBytes = other.streamPartSizeBytes;
    this.deletesPerMinute = other.deletesPerMinute;
    this.partRetryPause = other.partRetryPause;
  }

  /**
   * Sets how many parts of large objects are copied at once, over all copies of this executor.
   *
   * @param concurrency {@link Concurrency#callerOnly()} by default
   * @return this
   */
  public S3CopyExecutorBuilder concurrency(Concurrency concurrency) {
    this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
    return this;
  }

  /**
   * Sets above which size an object is copied in parts.
   *
   * <p>The default of 256 MiB is what S3 copies in 43 seconds at the slowest rate anybody has
   * published (6 MB/s), so that one request ends well before a read timeout of two minutes, which
   * would make the SDK begin the copy again. S3's own limit for one request is 5 GiB.
   *
   * @param bytes from 5 MiB to 5 GiB
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public S3CopyExecutorBuilder multipartThresholdBytes(long bytes) {
    this.multipartThresholdBytes = inRange("multipartThresholdBytes", bytes);
    return this;
  }

  /**
   * Sets how large parts are at least; objects of more than 10,000 such parts get larger ones.
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
   * Sets how large the parts are that rules stream (see {@link
   * io.github.s3sync.rule.TransferMode#STREAM}); objects that are no larger are streamed whole, and
   * those of more than 10,000 such parts get larger ones, from 156 GiB on at the default.
   *
   * <p>Each part under way is in memory, so that streaming takes up to this much for each thread
   * that copies: the callers of the executor and the helpers of its {@link #concurrency}.
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
   * Sets how many replicas this executor may delete within any minute: what stands between a source
   * that was emptied by mistake and its replicas. One more fails with {@code DELETE_BRAKE}, before
   * anything was deleted, and is worth another try a minute later.
   *
   * @param deletes 1000 by default; 0 for none at all, such as while somebody finds out what
   *     happens
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
   * Sets the clock that says when a replica became visible or was gone.
   *
   * @param clock {@link Clock#systemUTC()} by default
   * @return this
   */
  public S3CopyExecutorBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Makes the executor.
   *
   * @return the executor
   * @throws IllegalStateException if the AWS SDK on the class path is older than 2.31.66
   */
  public S3CopyExecutor build() {
    SdkVersion.check();
    return new S3CopyExecutor(new S3CopyExecutorBuilder(this));
  }

  private static long inRange(String name, long bytes) {
    if (bytes < 5 * MIB || bytes > 5 * 1024 * MIB) {
      throw new IllegalArgumentException(
          name + " is " + bytes + ", expected 5242880 (5 MiB) to 5368709120 (5 GiB)");
    }
    return bytes;
  }
}
