package io.github.s3sync.reconcile.listing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that adjacent ranges meet. The first key that a listing shows after the end of one range
 * must be the first key of the next range. If a store lists keys in another order than S3, it could
 * otherwise hide keys between two ranges although each range is in order.
 *
 * <p>A difference may also be caused by keys that are written or deleted at the same time. It is
 * therefore re-checked by two consecutive listings.
 *
 * <p>Safe for use by many threads.
 */
final class RangeSeams {

  /**
   * In a bucket in which each request is followed by a write, keys may be written or deleted
   * between the two listings of several looks. In a store with another order, every look fails.
   */
  private static final int LOOKS = 12;

  private final Map<String, Side> open = new HashMap<>();

  /**
   * Records how a range ended.
   *
   * @param seam the end of the range
   * @param from the last listed key before the seam; null for the beginning of the listing
   * @param next the first key after the seam; null if the listing ended
   * @return false if the next range is known to begin with another key
   */
  synchronized boolean endsAt(String seam, @Nullable String from, @Nullable String next) {
    return meets(seam, new Side(next, from, true));
  }

  /**
   * Records how a range began.
   *
   * @param seam the key before the range
   * @param first the first key of the range; null if the range is empty
   * @return false if the previous range is known to have ended with another key
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
    // Kept for the re-check.
    open.put(seam, side.left ? side : other);
    return false;
  }

  /**
   * Re-checks a seam.
   *
   * @return whether both listings show the same key after the seam
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

  /** Returns the first key after a seam, in a listing that starts at or before the seam. */
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
