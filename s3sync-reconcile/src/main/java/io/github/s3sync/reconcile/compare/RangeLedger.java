package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far each range has been compared. A range is divided into segments, about one for each
 * page. A segment counts if all of its objects have a verdict and all segments before it count. At
 * any time, the beginning of each range counts completely, and the rest does not count. A run that
 * was interrupted can thus be resumed, and each object is counted only once.
 *
 * <p>Safe for use by many threads.
 */
final class RangeLedger {

  private final Set<Walk> walks = new LinkedHashSet<>();
  private final List<KeyRange> broken = new ArrayList<>();
  private final Tally counted = new Tally();

  /** Starts the comparison of a range. */
  synchronized Walk begin(KeyRange range) {
    Walk walk = new Walk(range);
    walks.add(walk);
    return walk;
  }

  /** Adds the counts of an earlier run. */
  synchronized void add(Tally earlier) {
    counted.add(earlier);
  }

  /** Returns a copy of the counts. */
  synchronized Tally counted() {
    Tally copy = new Tally();
    copy.add(counted);
    return copy;
  }

  /** Returns the parts of the started ranges that do not count yet. */
  synchronized List<KeyRange> left() {
    List<KeyRange> left = new ArrayList<>(broken);
    for (Walk walk : walks) {
      KeyRange rest = walk.rest();
      if (rest != null) {
        left.add(rest);
      }
    }
    return left;
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
        joinLastTwo();
        segments.add(new Segment(this));
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

    /**
     * Joins segments without open objects. Otherwise, they would accumulate while a copy runs for
     * hours.
     */
    private void joinLastTwo() {
      if (segments.size() < 2) {
        return;
      }
      Segment second = segments.removeLast();
      Segment first = segments.getLast();
      if (first.open > 0 || second.open > 0) {
        segments.add(second);
        return;
      }
      first.tally.add(second.tally);
      first.end = second.end == null ? first.end : second.end;
    }

    private void count() {
      while (!segments.isEmpty() && segments.getFirst().open == 0) {
        if (segments.size() == 1 && !ended && !failed) {
          return;
        }
        Segment first = segments.removeFirst();
        counted.add(first.tally);
        counts = first.end == null ? counts : first.end;
      }
      if (segments.isEmpty()) {
        walks.remove(this);
        KeyRange rest = failed ? rest() : null;
        if (rest != null) {
          broken.add(rest);
        }
      }
    }

    private @Nullable KeyRange rest() {
      if (counts == null) {
        return range;
      }
      return counts.equals(range.upTo()) ? null : range.after(counts);
    }
  }

  /** Groups objects that are counted together. */
  final class Segment {

    private final Walk walk;
    private final Tally tally = new Tally();
    private int open;
    private @Nullable String end;

    private Segment(Walk walk) {
      this.walk = walk;
    }

    /** Postpones the verdict about one object. */
    void postpone() {
      synchronized (RangeLedger.this) {
        open++;
      }
    }

    /** Adds the verdict about a postponed object. */
    void settle(Finding finding) {
      synchronized (RangeLedger.this) {
        open--;
        tally.add(finding);
        walk.count();
      }
    }
  }
}
