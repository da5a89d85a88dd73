package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import java.time.Instant;
import java.util.Objects;

/**
 * Describes a replica without a source that is still to be looked up again, reported or deleted.
 *
 * @param finding the finding of the first look
 * @param firstSeen when the first look found no source
 * @since 0.1.0
 */
public record PendingExtra(Finding finding, Instant firstSeen) {

  /**
   * Checks that both components are present.
   *
   * @throws NullPointerException if a component is null
   */
  public PendingExtra {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(firstSeen, "firstSeen");
  }
}
