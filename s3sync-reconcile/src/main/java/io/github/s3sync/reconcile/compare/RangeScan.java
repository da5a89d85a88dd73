package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.RangeListing;
import io.github.s3sync.reconcile.listing.RangeQueue;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Visits the objects of a range in one listing. Not for use by several threads. */
final class RangeScan {

  private final Side side;
  private final RangeListing listing;
  private final Visitor visitor;
  private final RangeQueue queue;
  private final RangeLedger.Walk walk;
  private KeyRange range;
  private Tally seen = new Tally();
  private @Nullable String last;

  RangeScan(KeyRange range, Side side, Visitor visitor, RangeQueue queue, RangeLedger ledger) {
    this.range = range;
    this.side = side;
    this.listing = side.list(range);
    this.visitor = visitor;
    this.queue = queue;
    this.walk = ledger.begin(range);
  }

  /**
   * Visits all objects.
   *
   * @param stopped returns whether the run is to end early
   * @return whether the range was read to its end
   */
  boolean run(BooleanSupplier stopped) {
    boolean ended = false;
    try {
      while (!stopped.getAsBoolean()) {
        List<ListedObject> page = listing.next();
        if (page.isEmpty()) {
          ended = true;
          return true;
        }
        split(page);
        RangeLedger.Segment segment = walk.current();
        page.forEach(object -> visitor.visit(object, seen, segment));
        last = side.rest(page.get(page.size() - 1).key());
        walk.next(last, seen);
        seen = new Tally();
      }
      return false;
    } finally {
      if (ended) {
        walk.end(last, seen);
      } else {
        walk.fail(last, seen);
      }
    }
  }

  private void split(List<ListedObject> page) {
    if (side.traits().isUnsplittable() || !listing.mayContinue()) {
      return;
    }
    String first = side.rest(page.get(0).key());
    String end = side.rest(page.get(page.size() - 1).key());
    KeyRange shorter = queue.split(range, first, end);
    String upTo = shorter.upTo();
    if (upTo != null && !shorter.equals(range)) {
      range = shorter;
      listing.endAt(upTo);
      walk.shrink(shorter);
    }
  }

  /** Receives each object. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Visits an object. Called once for each object.
     *
     * @param seen counts the objects that need no separate verdict
     * @param segment receives the verdict about all other objects
     */
    void visit(ListedObject object, Tally seen, RangeLedger.Segment segment);
  }
}
