package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.RangeListing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Iterates over the listing of a range. Not for use by several threads. */
final class Cursor {

  private final Side side;
  private final RangeListing listing;
  private List<ListedObject> page = List.of();
  private int at;
  private boolean ended;
  private @Nullable String key;

  Cursor(Side side, KeyRange range) {
    this.side = side;
    this.listing = side.list(range);
  }

  /** Returns whether the next page must be read before the next object is known. */
  boolean isEmpty() {
    return at == page.size() && !ended;
  }

  /** Reads the next page. */
  void fill() {
    page = listing.next();
    at = 0;
    ended = page.isEmpty();
    key = ended ? null : side.rest(page.get(0).key());
  }

  /** Returns whether the range has more keys after the page, as far as is known. */
  boolean mayContinue() {
    return listing.mayContinue();
  }

  /** Moves the end of the range to an earlier key. */
  void endAt(String last) {
    listing.endAt(last);
  }

  /** Returns the key of the next object, without the prefix; null at the end of the range. */
  @Nullable String key() {
    return key;
  }

  /** Returns the next object and advances to the object after it. */
  ListedObject take() {
    ListedObject object = page.get(at++);
    key = at == page.size() ? null : side.rest(page.get(at).key());
    return object;
  }

  /** Returns the first key of the page, without the prefix; null if there is none. */
  @Nullable String firstOfPage() {
    return page.isEmpty() ? null : side.rest(page.get(0).key());
  }

  /** Returns the last key of the page, without the prefix; null if there is none. */
  @Nullable String lastOfPage() {
    return page.isEmpty() ? null : side.rest(page.get(page.size() - 1).key());
  }
}
