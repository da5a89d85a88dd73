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
 * Keeps account of how far each range has been compared. A range is divided into segments, about
 * one for each page. A segment counts once all of its objects have a verdict and all segments
 * before it count. At any time the beginning of each range counts completely, and the rest not at
 * all, so that a run that is interrupted can be resumed without counting an object twice.
 *
 * <p>Safe for use by many threads.
 */
final class RangeLedger {

  private final Set<Walk> walks = new LinkedHashSet<>();
  private final List<KeyRange> broken = new ArrayList<>();
  private final Tally counted = new Tally();

  /** Starts to compare a range. */
  synchronized Walk begin(KeyRange range) {
    Walk walk = new Walk(range);
    walks.add(walk);
    return walk;
  }

  /** Adds what an earlier run has counted. */
  synchronized void add(Tally earlier) {
    counted.add(earlier);
  }

  /** Returns a copy of what counts. */
  synchronized Tally counted() {
    Tally copy = new Tally();
    copy.add(counted);
    return copy;
  }

  /** Returns what does not count yet of the ranges that were begun. */
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

  /** One range that is being compared, by one thread. */
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

    /** Returns the segment of the objects that are compared now. */
    Segment current() {
      synchronized (RangeLedger.this) {
        return segments.getLast();
      }
    }

    /**
     * Ends the segment and starts another one.
     *
     * @param last the last key that was compared; null if there is none
     * @param seen what was counted in the segment, without what was postponed
     */
    void next(@Nullable String last, Tally seen) {
      synchronized (RangeLedger.this) {
        close(last, seen);
        joinLastTwo();
        segments.add(new Segment(this));
        count();
      }
    }

    /** Makes the range end earlier, after a part of it was given away. */
    void shrink(KeyRange shorter) {
      synchronized (RangeLedger.this) {
        range = shorter;
      }
    }

    /** Ends the range, all of which was compared. */
    void end(@Nullable String last, Tally seen) {
      synchronized (RangeLedger.this) {
        close(last, seen);
        ended = true;
        count();
      }
    }

    /** Ends the range behind a key; the rest of it is not compared. */
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

    /** Segments without open objects would pile up behind a copy that takes hours. */
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

  /** Objects that count together. */
  final class Segment {

    private final Walk walk;
    private final Tally tally = new Tally();
    private int open;
    private @Nullable String end;

    private Segment(Walk walk) {
      this.walk = walk;
    }

    /** Leaves the verdict about one object to later. */
    void postpone() {
      synchronized (RangeLedger.this) {
        open++;
      }
    }

    /** Adds the verdict about an object that was postponed. */
    void settle(Finding finding) {
      synchronized (RangeLedger.this) {
        open--;
        tally.add(finding);
        walk.count();
      }
    }
  }
}
