package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyOrder;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.reconcile.listing.RangeQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the same range of two listings side by side, with one page of each listing in memory.
 * The source is always listed before the replicas. Each listed replica was therefore written after
 * its source, unless the source was deleted in the meantime.
 *
 * <p>If a listing fails, the keys after the last key that both listings have shown have no verdict.
 *
 * <p>Not for use by several threads.
 */
final class RangeMerge {

  private final Side sourceSide;
  private final Side replicaSide;
  private final Cursor sources;
  private final Cursor replicas;
  private final Judge judge;
  private final RangeQueue queue;
  private final RangeLedger.Walk walk;
  private KeyRange range;
  private Tally seen = new Tally();
  private @Nullable String last;

  RangeMerge(
      KeyRange range,
      Side sources,
      Side replicas,
      Judge judge,
      RangeQueue queue,
      RangeLedger ledger) {
    this.range = range;
    this.sourceSide = sources;
    this.replicaSide = replicas;
    this.sources = new Cursor(sources, range);
    this.replicas = new Cursor(replicas, range);
    this.judge = judge;
    this.queue = queue;
    this.walk = ledger.begin(range);
  }

  /**
   * Compares the range.
   *
   * @param stopped returns whether the run is to end early
   * @return whether the range was compared to its end
   * @throws ListingException if one of the listings failed
   */
  boolean run(BooleanSupplier stopped) {
    boolean ended = false;
    try {
      ended = compare(stopped);
    } finally {
      if (ended) {
        walk.end(last, seen);
      } else {
        walk.fail(last, seen);
      }
    }
    return ended;
  }

  private boolean compare(BooleanSupplier stopped) {
    RangeLedger.Segment segment = walk.current();
    while (true) {
      if (sources.isEmpty() || replicas.isEmpty()) {
        if (stopped.getAsBoolean()) {
          return false;
        }
        fill();
        walk.next(last, seen);
        segment = walk.current();
        seen = new Tally();
        continue;
      }
      String source = sources.key();
      String replica = replicas.key();
      if (source == null && replica == null) {
        return true;
      }
      int order = order(source, replica);
      last = order <= 0 ? source : replica;
      compare(order <= 0 ? sources.take() : null, order >= 0 ? replicas.take() : null, segment);
    }
  }

  private void compare(
      @Nullable ListedObject source, @Nullable ListedObject replica, RangeLedger.Segment segment) {
    if (source == null) {
      seen.foundReplica();
    } else {
      seen.foundSource(source.sizeBytes(), replica != null);
    }
    switch (judge.glance(source, replica)) {
      case SAME -> seen.addSame();
      case EXCLUDED -> seen.addExcluded();
      case OPEN -> {
        segment.postpone();
        judge.judge(source, replica, segment);
      }
    }
  }

  private void fill() {
    if (sources.isEmpty()) {
      sources.fill();
      split(sources);
    }
    if (replicas.isEmpty()) {
      replicas.fill();
      split(replicas);
    }
  }

  /** Passes keys that neither listing has shown yet to another thread, if a thread is waiting. */
  private void split(Cursor filled) {
    String first = filled.firstOfPage();
    String end = greater(sources.lastOfPage(), replicas.lastOfPage());
    if (first == null
        || end == null
        || !filled.mayContinue()
        || sourceSide.traits().isUnsplittable()
        || replicaSide.traits().isUnsplittable()) {
      return;
    }
    KeyRange shorter = queue.split(range, first, end);
    String upTo = shorter.upTo();
    if (upTo != null && !shorter.equals(range)) {
      range = shorter;
      sources.endAt(upTo);
      replicas.endAt(upTo);
      walk.shrink(shorter);
    }
  }

  private static int order(@Nullable String source, @Nullable String replica) {
    if (source == null) {
      return 1;
    }
    return replica == null ? -1 : KeyOrder.compare(source, replica);
  }

  private static @Nullable String greater(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return KeyOrder.compare(one, other) >= 0 ? one : other;
  }
}
