package io.github.s3sync.copy;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of an {@link S3CopyExecutor}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutorBuilder {

  private static final long MIB = 1024 * 1024;
  private static final long LEAST_BUFFER = 5 * MIB;

  /** Few enough for the connections of any client, and to leave some for other copies. */
  private static final int USUAL_HELPERS = 7;

  final S3Clients clients;
  private @Nullable Concurrency concurrency;
  private @Nullable BufferBudget buffers;
  Clock clock = Clock.systemUTC();
  LongSupplier nanoTime = System::nanoTime;
  long multipartThresholdBytes = 256 * MIB;
  long partSizeBytes = 128 * MIB;
  long streamPartSizeBytes = 16 * MIB;
  long streamBufferBytes = Math.max(LEAST_BUFFER, Runtime.getRuntime().maxMemory() / 4);
  int deletesPerMinute = 1_000;
  Duration partRetryPause = Duration.ofSeconds(1);

  S3CopyExecutorBuilder(S3Clients clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  private S3CopyExecutorBuilder(S3CopyExecutorBuilder other) {
    this.clients = other.clients;
    this.concurrency =
        other.concurrency == null ? Concurrency.parallel(USUAL_HELPERS) : other.concurrency;
    this.clock = other.clock;
    this.nanoTime = other.nanoTime;
    this.multipartThresholdBytes = other.multipartThresholdBytes;
    this.partSizeBytes = other.partSizeBytes;
    this.streamPartSizeBytes = other.streamPartSizeBytes;
    this.streamBufferBytes = other.streamBufferBytes;
    this.buffers = new BufferBudget(other.streamBufferBytes);
    this.deletesPerMinute = other.deletesPerMinute;
    this.partRetryPause = other.partRetryPause;
  }

  /**
   * Sets how many parts of large objects are copied at once, over all copies of this executor.
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
   * that copies: the callers of the executor and the helpers of its {@link #concurrency}. All
   * together keep to {@link #streamBufferBytes}: where that is less, parts are smaller, or fewer
   * are copied at once.
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
   * Sets how much memory all streams of this executor may use for bodies at once. An object needs a
   * buffer for each part under way. It fails with {@code NOT_SUPPORTED} if a single buffer would be
   * larger than this: a 10,000th of the object.
   *
   * @param bytes at least 5 MiB; a quarter of the largest heap of the JVM by default
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public S3CopyExecutorBuilder streamBufferBytes(long bytes) {
    if (bytes < LEAST_BUFFER) {
      throw new IllegalArgumentException(
          "streamBufferBytes is " + bytes + ", expected 5242880 (5 MiB) or more");
    }
    this.streamBufferBytes = bytes;
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

  /** How parts are copied at once, once the executor is built. */
  Concurrency concurrency() {
    return Objects.requireNonNull(concurrency, "built");
  }

  /** The memory of streams, once the executor is built. */
  BufferBudget buffers() {
    return Objects.requireNonNull(buffers, "built");
  }

  /** How large streamed parts are at least, and up to which size objects are streamed whole. */
  long streamedPartBytes() {
    return Math.min(streamPartSizeBytes, streamBufferBytes / MIB * MIB);
  }

  private static long inRange(String name, long bytes) {
    if (bytes < 5 * MIB || bytes > 5 * 1024 * MIB) {
      throw new IllegalArgumentException(
          name + " is " + bytes + ", expected 5242880 (5 MiB) to 5368709120 (5 GiB)");
    }
    return bytes;
  }
}
