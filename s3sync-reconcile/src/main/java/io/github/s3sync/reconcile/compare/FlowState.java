package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.List;

/**
 * Describes how far one flow has been compared. It says what was listed and compared, not what
 * exists now.
 *
 * @param tally the counts of all keys that are not in {@code left}
 * @param left the ranges of keys that were not compared, in order; empty after the whole flow
 * @param extras the replicas without a source outside {@code left} that are still to be looked up
 *     again, deleted or reported
 * @param tooManyExtras whether more replicas without a source were found than may be deleted
 * @since 0.1.0
 */
public record FlowState(
    Tally tally, List<KeyRange> left, List<PendingExtra> extras, boolean tooManyExtras) {

  /** The state of a flow of which nothing was compared. */
  public static final FlowState START =
      new FlowState(new Tally(), List.of(KeyRange.ALL), List.of(), false);

  /** Copies the tally and the lists. */
  public FlowState {
    Tally copy = new Tally();
    copy.add(tally);
    tally = copy;
    left = List.copyOf(left);
    extras = List.copyOf(extras);
  }

  /**
   * Returns whether nothing remains to be done.
   *
   * @return true if every key was compared and no replica is still to be deleted or reported
   */
  public boolean isFinished() {
    return left.isEmpty() && extras.isEmpty();
  }
}
