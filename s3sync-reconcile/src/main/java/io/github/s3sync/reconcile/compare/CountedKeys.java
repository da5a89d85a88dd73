package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyOrder;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ranges of keys that were compared and counted. Ranges that meet are joined, so that the
 * number of ranges depends on the number of threads and not on the number of keys.
 *
 * <p>Not for use by several threads.
 */
final class CountedKeys {

  /** The end of each range by the key before its start. A null end means that there is no end. */
  private final TreeMap<@Nullable String, @Nullable String> ends =
      new TreeMap<>(Comparator.nullsFirst(KeyOrder.COMPARATOR));

  /**
   * Adds a range that overlaps none of the others.
   *
   * @param after the key before the range; null for the first key
   * @param upTo the last key of the range; null for no end
   */
  void add(@Nullable String after, @Nullable String upTo) {
    String start = after;
    Map.Entry<@Nullable String, @Nullable String> before = ends.lowerEntry(after);
    if (after != null && before != null && Objects.equals(before.getValue(), after)) {
      start = before.getKey();
    }
    String end = upTo;
    if (upTo != null && ends.containsKey(upTo)) {
      end = ends.remove(upTo);
    }
    ends.put(start, end);
  }

  /** Returns the parts of some ranges that were not added, in the order of the ranges. */
  List<KeyRange> missingFrom(List<KeyRange> given) {
    List<KeyRange> missing = new ArrayList<>();
    for (KeyRange range : given) {
      addMissing(range, missing);
    }
    return missing;
  }

  private void addMissing(KeyRange range, List<KeyRange> missing) {
    String at = range.after();
    for (Map.Entry<@Nullable String, @Nullable String> done :
        ends.tailMap(range.after(), true).entrySet()) {
      String start = done.getKey();
      if (start != null && range.upTo() != null && isAtOrAfter(start, range.upTo())) {
        break;
      }
      if (!Objects.equals(start, at)) {
        missing.add(new KeyRange(at, start));
      }
      at = done.getValue();
      if (at == null || at.equals(range.upTo())) {
        return;
      }
    }
    missing.add(new KeyRange(at, range.upTo()));
  }

  private static boolean isAtOrAfter(String key, String other) {
    return KeyOrder.compare(key, other) >= 0;
  }
}
