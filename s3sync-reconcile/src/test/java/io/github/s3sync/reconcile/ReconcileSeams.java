package io.github.s3sync.reconcile;

import java.time.Duration;

/** Gives the simulation access to the parts of the production code that it replaces. */
public final class ReconcileSeams {

  private ReconcileSeams() {}

  /** Lets listing requests be retried at once. */
  public static void withoutPauses(ReconcilerBuilder builder) {
    builder.retryPause(Duration.ZERO);
  }
}
