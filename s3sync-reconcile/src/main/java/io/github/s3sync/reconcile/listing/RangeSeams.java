package io.github.s3sync.reconcile.listing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that neighbouring ranges meet: the first key that a listing shows behind the end of one
 * range must be the first key of the next range. A store that lists keys in another order than S3
 * could otherwise hide keys between two ranges, without a key out of order in either.
 *
 * <p>Keys that are written or deleted meanwhile explain a difference. It is therefore looked at
 * again, by two listings in a row.
 *
 * <p>Safe for use by many threads.
 */
final class RangeSeams {

  private static final int LOOKS = 3;

  private final Map<String, Side> open = new HashMap<>();

  /**
   * Remembers how a range ended.
   *
   * @param seam the end of the range
   * @param from the last key before it that was listed; null for the beginning of the listing
   * @param next the first key behind it; null if the listing ended
   * @return whether the next range begins with the same key, as far as is known
   */
  synchronized boolean endsAt(String seam, @Nullable String from, @Nullable String next) {
    return meets(seam, new Side(next, from, true));
  }

  /**
   * Remembers how a range began.
   *
   * @param seam the key before the range
   * @param first the first key of the range; null if there is none
   * @return whether the range before it ended with the same key, as far as is known
   */
  synchronized boolean beginsAt(String seam, @Nullable String first) {
    return meets(seam, new Side(first, null, false));
  }

  private boolean meets(String seam, Side side) {
    Side other = open.remove(seam);
    if (other == null || other.left == side.left) {
      open.put(seam, side);
      return true;
    }
    if (Objects.equals(other.key, side.key)) {
      return true;
    }
    // Kept for the look that follows.
    open.put(seam, side.left ? side : other);
    return false;
  }

  /**
   * Looks at a seam again.
   *
   * @return whether both ways to list it show the same key
   */
  boolean meetsNow(PageSource pages, String prefix, String seam) {
    Side left;
    synchronized (this) {
      left = open.remove(seam);
    }
    String from = left == null ? null : left.from;
    for (int look = 0; look < LOOKS; look++) {
      String through = firstBehind(pages, prefix, from, seam);
      if (Objects.equals(through, firstBehind(pages, prefix, seam, seam))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the first key behind a seam in a listing that starts somewhere before it. */
  private static @Nullable String firstBehind(
      PageSource pages, String prefix, @Nullable String from, String seam) {
    String token = null;
    while (true) {
      ListingPage page = pages.page(prefix, from == null ? null : prefix + from, token);
      List<ListedObject> objects = page.objects();
      for (ListedObject object : objects) {
        String key = object.key().substring(prefix.length());
        if (KeyOrder.compare(seam, key) < 0) {
          return key;
        }
      }
      token = page.nextToken();
      if (!page.truncated() || token == null) {
        return null;
      }
    }
  }

  private record Side(@Nullable String key, @Nullable String from, boolean left) {}
}
