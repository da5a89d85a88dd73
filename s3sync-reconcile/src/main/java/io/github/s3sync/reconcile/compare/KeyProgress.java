package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how many of the given keys were compared for one flow. The keys are numbered in their
 * order, and the numbers are positions in a {@link RangeLedger}. A state counts all keys up to a
 * number, and none after it.
 *
 * <p>One thread calls {@link #postpone}, {@link #read} and {@link #end}; the other methods are safe
 * for use by many threads.
 */
final class KeyProgress {

  private static final int KEYS_PER_SEGMENT = 16;

  private final RangeLedger ledger;
  private final RangeLedger.@Nullable Walk walk;
  private final long done;

  /**
   * Creates the progress of a flow.
   *
   * @param earlier the state in which an earlier run ended
   */
  KeyProgress(FlowState earlier) {
    this.ledger = new RangeLedger(earlier.left(), earlier.tally());
    List<KeyRange> left = earlier.left();
    this.walk = left.isEmpty() ? null : ledger.begin(left.get(0));
    String after = left.isEmpty() ? null : left.get(0).after();
    this.done = after == null ? 0 : Long.parseLong(after);
  }

  /** Returns the position of a key in the ledger. */
  static String position(long number) {
    return String.format(Locale.ROOT, "%019d", number);
  }

  RangeLedger ledger() {
    return ledger;
  }

  /**
   * Returns the segment that counts a key when it was compared; null if an earlier run has counted
   * the key.
   */
  RangeLedger.@Nullable Segment postpone(long number) {
    if (walk == null || number <= done) {
      return null;
    }
    RangeLedger.Segment segment = walk.current();
    segment.postpone();
    return segment;
  }

  /** Notes that a key was read. */
  void read(long number) {
    if (walk != null && number > done && number % KEYS_PER_SEGMENT == 0) {
      walk.next(position(number), new Tally());
    }
  }

  /**
   * Notes that no further key is read.
   *
   * @param last the number of the last key that was read
   * @param all whether that was the last key of the list
   */
  void end(long last, boolean all) {
    if (walk == null) {
      return;
    }
    String end = last > done ? position(last) : null;
    if (all) {
      walk.end(end, new Tally());
    } else {
      walk.fail(end, new Tally());
    }
  }

  /** Returns the counts so far. */
  Tally counted() {
    return ledger.counted();
  }
}
