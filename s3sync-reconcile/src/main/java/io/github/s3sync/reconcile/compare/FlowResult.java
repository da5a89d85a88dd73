package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.List;

/**
 * What the comparison of one flow found.
 *
 * @param tally what was counted
 * @param left the ranges that were not compared; empty if the comparison is complete
 * @param problems why they were not
 * @since 0.1.0
 */
public record FlowResult(Tally tally, List<KeyRange> left, List<String> problems) {

  /** Copies the lists. */
  public FlowResult {
    left = List.copyOf(left);
    problems = List.copyOf(problems);
  }

  /**
   * Returns whether every object was looked at.
   *
   * @return false if something may exist that was not seen
   */
  public boolean isComplete() {
    return left.isEmpty() && problems.isEmpty() && tally.unaccounted() == 0;
  }
}
