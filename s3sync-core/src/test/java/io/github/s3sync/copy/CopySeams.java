package io.github.s3sync.copy;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/** What a simulation replaces in the production code, and nobody else can: time and waiting. */
public final class CopySeams {

  private static final long MIB = 1024 * 1024;

  private CopySeams() {}

  /** An executor whose copies take as long as a clock says; what is above 5 MiB goes in parts. */
  public static S3CopyExecutor executor(S3Client client, LongSupplier nanoTime) {
    S3CopyExecutorBuilder builder =
        S3CopyExecutor.builder(client).multipartThresholdBytes(5 * MIB).partSizeBytes(5 * MIB);
    builder.nanoTime = nanoTime;
    return withoutPauses(builder).build();
  }

  /** The builder, for an executor that does not pause before it retries a part. */
  public static S3CopyExecutorBuilder withoutPauses(S3CopyExecutorBuilder builder) {
    builder.partRetryPause = Duration.ZERO;
    return builder;
  }

  /** One copy per key, with locks in which one waits elsewhere than in the JVM. */
  public static CopyExecutor onePerKey(CopyExecutor executor, Supplier<? extends Lock> locks) {
    return new OneCopyPerKey(executor, locks);
  }

  /** A deadline by another clock. */
  public static Deadline after(Duration duration, LongSupplier nanoTime) {
    return Deadline.after(duration, nanoTime);
  }
}
