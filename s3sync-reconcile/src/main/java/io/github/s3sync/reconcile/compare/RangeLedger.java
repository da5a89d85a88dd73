package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far each range has been compared. A range is divided into segments, about one for each
 * page. A segment counts if all of its objects have a verdict and all segments before it count. At
 * any time, the beginning of each range counts completely, and the rest does not count. A run that
 * was interrupted can thus be resumed, and each object is counted only once.
 *
 * <p>The ledger records the keys that count. All other keys of the given ranges are left, whether a
 * thread has started to compare them or not.
 *
 * <p>Safe for use by many threads.
 */
final class RangeLedger {

  private final List<KeyRange> given;
  private final CountedKeys done = new CountedKeys();
  private final Tally counted = new Tally();

  /**
   * Creates a ledger.
   *
   * @param given the ranges to compare
   * @param earlier the counts of an earlier run, which compared the other ranges
   */
  RangeLedger(List<KeyRange> given, Tally earlier) {
    this.given = List.copyOf(given);
    this.counted.add(earlier);
  }

  /** Starts the comparison of a range, which must be one of the given ranges or a part of one. */
  Walk begin(KeyRange range) {
    return new Walk(range);
  }

  /** Replaces a finding that an earlier run has counted. */
  synchronized void replace(Finding before, Finding after) {
    counted.replace(before, after);
  }

  /** Returns a copy of the counts. */
  synchronized Tally counted() {
    Tally copy = new Tally();
    copy.add(counted);
    return copy;
  }

  /** Returns the parts of the given ranges that do not count yet, in order. */
  synchronized List<KeyRange> left() {
    return done.missingFrom(given);
  }

  /** Returns the counts and the ranges that are left, as of the same time. */
  synchronized FlowState state() {
    return new FlowState(counted(), left(), List.of(), false);
  }

  /** Tracks a range that one thread compares. */
  final class Walk {

    private final Deque<Segment> segments = new ArrayDeque<>();
    private KeyRange range;
    private @Nullable String counts;
    private boolean ended;
    private boolean failed;

    private Walk(KeyRange range) {
      this.range = range;
      this.counts = range.after();
      segments.add(new Segment(this));
    }

    /** Returns the segment of the objects that are being compared. */
    Segment current() {
      synchronized (RangeLedger.this) {
        return segments.getLast();
      }
    }

    /**
     * Ends the segment and starts the next segment.
     *
     * @param last the last key that was compared; null if there was none
     * @param seen the counts of the segment, without postponed objects
     */
    void next(@Nullable String last, Tally seen) {
      synchronized (RangeLedger.this) {
        close(last, seen);
        segments.add(new Segment(this));
        join();
        count();
      }
    }

    /** Moves the end of the range to an earlier key, after another thread has received the rest. */
    void shrink(KeyRange shorter) {
      synchronized (RangeLedger.this) {
        range = shorter;
      }
    }

    /** Ends the range after all of it was compared. */
    void end(@Nullable String last, Tally seen) {
      synchronized (RangeLedger.this) {
        close(last, seen);
        ended = true;
        count();
      }
    }

    /** Ends the range after a key. The rest of the range is not compared. */
    void fail(@Nullable String last, Tally seen) {
      synchronized (RangeLedger.this) {
        close(last, seen);
        failed = true;
        count();
      }
    }

    private void close(@Nullable String last, Tally seen) {
      Segment segment = segments.getLast();
      segment.tally.add(seen);
      segment.end = last;
    }

    /** Returns the number of segments that do not count yet. */
    int segments() {
      synchronized (RangeLedger.this) {
        return segments.size();
      }
    }

    /**
     * Joins neighbouring segments without open objects, except the current one. Otherwise, they
     * would accumulate while a copy runs for hours.
     */
    private void join() {
      Segment current = segments.peekLast();
      Segment before = null;
      for (Iterator<Segment> each = segments.iterator(); each.hasNext(); ) {
        Segment segment = each.next();
        if (segment == current || segment.open > 0) {
          before = null;
        } else if (before == null) {
          before = segment;
        } else {
          before.tally.add(segment.tally);
          before.end = segment.end == null ? before.end : segment.end;
          segment.joined = before;
          each.remove();
        }
      }
    }

    private void count() {
      while (!segments.isEmpty() && segments.getFirst().open == 0) {
        if (segments.size() == 1 && !ended && !failed) {
          return;
        }
        Segment first = segments.removeFirst();
        counted.add(first.tally);
        first.counts = true;
        if (first.end != null) {
          countUpTo(first.end);
        }
        if (segments.isEmpty() && ended) {
          countUpTo(range.upTo());
        }
      }
    }

    private void countUpTo(@Nullable String key) {
      if (key == null || !Objects.equals(key, counts)) {
        done.add(counts, key);
        counts = key;
      }
    }
  }

  /** Groups objects that are counted together. */
  final class Segment {

    private final Walk walk;
    private final Tally tally = new Tally();
    private int open;
    private boolean counts;
    private @Nullable String end;
    private @Nullable Segment joined;

    private Segment(Walk walk) {
      this.walk = walk;
    }

    /** Replaces a finding that was given, or will be given, to this segment. */
    void replace(Finding before, Finding after) {
      synchronized (RangeLedger.this) {
        tally().replace(before, after);
      }
    }

    private Tally tally() {
      if (joined != null) {
        return joined.tally();
      }
      return counts ? counted : tally;
    }

    /** Postpones the verdict about one object. */
    void postpone() {
      synchronized (RangeLedger.this) {
        open++;
      }
    }

    /** Adds the verdict about a postponed object. */
    void settle(Finding finding) {
      Tally one = new Tally();
      one.add(finding);
      settle(one);
    }

    /** Adds the counts of a postponed object. */
    void settle(Tally counts) {
      synchronized (RangeLedger.this) {
        open--;
        tally.add(counts);
        walk.count();
      }
    }
  }
}
