package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Which client to ask. A copy is a request to the destination; only looking at the source is a
 * request to the source.
 *
 * <p>Implementations are safe for use by many threads and give the same client for the same plan.
 * Whoever made the clients closes them.
 *
 * @since 0.1.0
 */
public interface S3Clients {

  /**
   * The client for looking at a plan's source.
   *
   * @param plan the plan
   * @return a client in the source's Region
   */
  S3Client source(CopyPlan plan);

  /**
   * The client for writing a plan's replica.
   *
   * @param plan the plan
   * @return a client in the destination's Region, whose principal may also read the source
   */
  S3Client destination(CopyPlan plan);

  /**
   * One client for everything.
   *
   * @param client the client
   * @return it, whatever the plan
   */
  static S3Clients of(S3Client client) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return client;
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return client;
      }
    };
  }
}
