package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import software.amazon.awssdk.services.s3.S3Client;

/** The parts of a comparison: the production code, unless a test removes a safety rule. */
interface Safety {

  /** Returns the client. */
  default S3Client client(S3Client s3) {
    return s3;
  }

  /** Returns the executor that repairs differences. */
  default CopyExecutor executor(CopyExecutor executor, S3Client s3) {
    return executor;
  }

  /** Returns the prefix of the rule's sources. */
  default String prefix(String prefix) {
    return prefix;
  }

  /**
   * Changes the settings of a run.
   *
   * @param executor repairs differences
   */
  default void change(ReconcilerBuilder builder, CopyExecutor executor) {}

  /** Called when a run ends. */
  default void end() {}

  /** Returns the production code. */
  static Safety ofProduction() {
    return new Safety() {};
  }
}
