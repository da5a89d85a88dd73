package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.List;

/**
 * Holds the result of comparing one flow.
 *
 * @param tally the counts
 * @param left the ranges that were not compared; empty if the comparison is complete
 * @param problems the reasons why these ranges were not compared
 * @since 0.1.0
 */
public record FlowResult(Tally tally, List<KeyRange> left, List<String> problems) {

  /** Copies the lists. */
  public FlowResult {
    left = List.copyOf(left);
    problems = List.copyOf(problems);
  }

  /**
   * Returns whether every object was compared.
   *
   * @return false if objects may exist that the comparison has not seen
   */
  public boolean isComplete() {
    return left.isEmpty() && problems.isEmpty() && tally.unaccounted() == 0;
  }
}
