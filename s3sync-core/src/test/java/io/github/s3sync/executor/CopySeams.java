package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.Provenance;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Gives the simulation access to the parts of the production code that it replaces: time and
 * waiting.
 */
public final class CopySeams {

  private static final long MIB = 1024 * 1024;

  private CopySeams() {}

  /**
   * Returns an executor whose copies are measured by a given clock; objects above 5 MiB are copied
   * in parts.
   */
  public static S3CopyExecutor executor(
      S3Client client, @Nullable String principalId, LongSupplier nanoTime) {
    return executor(client, principalId, nanoTime, 5 * MIB);
  }

  /** Returns the same with parts of any size, which no real store accepts. */
  public static S3CopyExecutor executor(
      S3Client client, @Nullable String principalId, LongSupplier nanoTime, long partBytes) {
    S3CopyExecutorBuilder builder = S3CopyExecutor.builder(clients(client, principalId));
    builder.nanoTime = nanoTime;
    return withoutPauses(inParts(builder, partBytes)).concurrency(Concurrency.callerOnly()).build();
  }

  /** Returns the builder for an executor that copies objects above any size in parts. */
  public static S3CopyExecutorBuilder inPartsAbove(S3CopyExecutorBuilder builder, long bytes) {
    builder.multipartThresholdBytes = bytes;
    return builder;
  }

  /** Returns the builder for an executor that copies in parts of any size. */
  public static S3CopyExecutorBuilder inParts(S3CopyExecutorBuilder builder, long bytes) {
    builder.multipartThresholdBytes = bytes;
    builder.partSizeBytes = bytes;
    builder.streamPartSizeBytes = bytes;
    return builder;
  }

  /** Returns the builder for an executor that does not pause before it retries a part. */
  public static S3CopyExecutorBuilder withoutPauses(S3CopyExecutorBuilder builder) {
    builder.partRetryPause = Duration.ZERO;
    return builder;
  }

  private static S3Clients clients(S3Client client, @Nullable String principalId) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return client;
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return client;
      }

      @Override
      public @Nullable String principalId(Destination destination) {
        return principalId;
      }
    };
  }

  /** Returns the user metadata of an object, without the provenance of a two-way rule. */
  public static Map<String, String> metadata(HeadObjectResponse head) {
    return Provenance.without(head.metadata());
  }
}
