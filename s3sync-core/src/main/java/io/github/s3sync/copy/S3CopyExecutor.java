package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Copies inside S3.
 *
 * @since 0.1.0
 */
public final class S3CopyExecutor implements CopyExecutor {

  private final long part;

  S3CopyExecutor(S3CopyExecutorBuilder builder) {
    this.part = builder.partSizeBytes;
  }

  /**
   * Begins an executor that asks one client for everything.
   *
   * @param client the client; whoever made it closes it
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Client client) {
    return new S3CopyExecutorBuilder(S3Clients.of(client));
  }

  /**
   * Begins an executor.
   *
   * @param clients which client to ask
   * @return the builder
   */
  public static S3CopyExecutorBuilder builder(S3Clients clients) {
    return new S3CopyExecutorBuilder(clients);
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    throw new IllegalStateException();
  }

  @Override
  public List<String> requests(CopyPlan plan) {
    return List.of("" + part);
  }
}
