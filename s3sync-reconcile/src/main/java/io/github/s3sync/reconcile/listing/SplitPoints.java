package io.github.s3sync.reconcile.listing;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the keys at which a range is split, from the characters of the keys seen so far. The
 * distribution of keys need not be known. If a half turns out to be empty, this costs one request
 * and narrows the next choice.
 *
 * <p>Split points differ from the keys of the range only in a character below U+D800. Stores that
 * order keys by UTF-16 instead of UTF-8 therefore split the keys in the same way. That character is
 * not a control character, because XML cannot represent most of them, and some stores repeat the
 * key in their answer as it is. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class SplitPoints {

  private final BitSet seen = new BitSet(Character.MIN_SURROGATE);

  /** Creates split points without any characters. */
  public SplitPoints() {}

  /**
   * Records the characters of a key.
   *
   * @param key the key, without the prefix
   */
  public synchronized void observe(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= ' ' && c < Character.MIN_SURROGATE) {
        seen.set(c);
      }
    }
  }

  /**
   * Returns a key between two keys.
   *
   * @param low the lower key
   * @param high the upper key; null for no upper limit
   * @return a key that is greater than {@code low} and less than {@code high}; null if the recorded
   *     characters do not yield such a key
   */
  public synchronized @Nullable String between(String low, @Nullable String high) {
    if (high != null && KeyOrder.compare(low, high) >= 0) {
      return null;
    }
    int common = high == null ? 0 : commonLength(low, high);
    for (int i = common; i <= low.length(); i++) {
      int above = i < low.length() ? low.charAt(i) : -1;
      int upTo = Character.MIN_SURROGATE - 1;
      if (high != null && i == common && i < high.length()) {
        // If the upper key has more characters, its character at this position is also allowed.
        upTo = Math.min(upTo, high.charAt(i) - (i + 1 < high.length() ? 0 : 1));
      }
      String key =
          i > 0 && Character.isHighSurrogate(low.charAt(i - 1)) ? null : median(above, upTo);
      if (key != null) {
        return low.substring(0, i) + key;
      }
    }
    return null;
  }

  /**
   * Returns the median of the recorded characters within the limits, of which the lower is
   * exclusive.
   */
  private @Nullable String median(int above, int upTo) {
    if (above >= upTo) {
      return null;
    }
    int count = seen.get(above + 1, upTo + 1).cardinality();
    if (count == 0) {
      return null;
    }
    int character = seen.nextSetBit(above + 1);
    for (int skip = (count - 1) / 2; skip > 0; skip--) {
      character = seen.nextSetBit(character + 1);
    }
    return String.valueOf((char) character);
  }

  private static int commonLength(String one, String other) {
    int length = Math.min(one.length(), other.length());
    int i = 0;
    while (i < length && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }
}
