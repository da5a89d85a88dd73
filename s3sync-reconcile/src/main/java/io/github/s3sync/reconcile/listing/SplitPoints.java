package io.github.s3sync.reconcile.listing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the keys at which a range is split, from the characters of the keys seen so far. The
 * distribution of keys need not be known.
 *
 * <p>At each position of a key, the characters seen at that position are likely, and also digits
 * and letters like those. A character that was not seen is tried once. If no key has it, this costs
 * one request and narrows the next choice.
 *
 * <p>Split points differ from the keys of the range only in a character below U+D800. Stores that
 * order keys by UTF-16 instead of UTF-8 therefore split the keys in the same way. That character is
 * not a control character, because XML cannot represent most of them, and some stores repeat the
 * key in their answer as it is. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class SplitPoints {

  /** A double is not more precise. */
  private static final int POSITION_CHARACTERS = 12;

  /** Characters behind them do not matter for splits, and would need memory. */
  private static final int MAX_POSITIONS = 64;

  private static final int MIN_PAGES = 3;

  /** One or two letters at a position are probably those of a few words. */
  private static final int MIN_LETTERS = 3;

  private final BitSet seen = new BitSet(Character.MIN_SURROGATE);
  private final List<Position> positions = new ArrayList<>();

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
        if (i < MAX_POSITIONS) {
          while (positions.size() <= i) {
            positions.add(new Position());
          }
          positions.get(i).seen.set(c);
        }
      }
    }
  }

  /**
   * Returns whether a range is expected to contain several more pages like the last page, if its
   * keys are distributed as in that page. Otherwise, a split costs requests and saves no time.
   *
   * @param first the first key of the last page
   * @param last the last key of the last page
   * @param upTo the end of the range; null for no end
   * @return true also if the number of pages cannot be estimated
   */
  public synchronized boolean hasMorePages(String first, String last, @Nullable String upTo) {
    if (upTo == null) {
      return true;
    }
    int common = commonLength(first, upTo);
    double end = position(last, common);
    return position(upTo, common) - end >= MIN_PAGES * (end - position(first, common));
  }

  /** Returns the position of a key among all keys of the likely characters, from 0 to 1. */
  private double position(String key, int from) {
    double position = 0;
    double weight = 1;
    for (int i = from; i < key.length() && i < from + POSITION_CHARACTERS; i++) {
      BitSet likely = likelyAt(i);
      int count = likely.cardinality();
      if (count == 0) {
        break;
      }
      char c = key.charAt(i);
      weight /= count;
      position += weight * likely.get(0, c).cardinality();
      if (!likely.get(c)) {
        break;
      }
    }
    return position;
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
    String key = between(low, high, this::likelyAt);
    if (key == null && high == null) {
      // Otherwise, a listing whose keys begin with one word could not be split at all.
      key = between(low, high, i -> seen);
    }
    if (key != null && key.length() <= positions.size()) {
      positions.get(key.length() - 1).tried.set(key.charAt(key.length() - 1));
    }
    return key;
  }

  private BitSet likelyAt(int i) {
    return i < positions.size() ? positions.get(i).likely(seen) : new BitSet();
  }

  private static @Nullable String between(
      String low, @Nullable String high, IntFunction<BitSet> characters) {
    int common = high == null ? 0 : commonLength(low, high);
    for (int i = common; i <= low.length(); i++) {
      int above = i < low.length() ? low.charAt(i) : -1;
      int upTo = Character.MIN_SURROGATE - 1;
      if (high != null && i == common && i < high.length()) {
        // If the upper key has more characters, its character at this position is also allowed.
        upTo = Math.min(upTo, high.charAt(i) - (i + 1 < high.length() ? 0 : 1));
      }
      String key =
          i > 0 && Character.isHighSurrogate(low.charAt(i - 1))
              ? null
              : median(characters.apply(i), above, upTo);
      if (key != null) {
        return low.substring(0, i) + key;
      }
    }
    return null;
  }

  /** Returns the median of the characters within the limits, of which the lower is exclusive. */
  private static @Nullable String median(BitSet characters, int above, int upTo) {
    if (above >= upTo) {
      return null;
    }
    int count = characters.get(above + 1, upTo + 1).cardinality();
    if (count == 0) {
      return null;
    }
    int character = characters.nextSetBit(above + 1);
    for (int skip = (count - 1) / 2; skip > 0; skip--) {
      character = characters.nextSetBit(character + 1);
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

  /** Records the characters at one position. */
  private static final class Position {

    private final BitSet seen = new BitSet();
    private final BitSet tried = new BitSet();

    /** Returns the characters that keys are likely to have at this position. */
    BitSet likely(BitSet seenAnywhere) {
      BitSet likely = new BitSet();
      if (has('0', '9', 1)) {
        likely.set('0', '9' + 1);
      }
      if (has('A', 'Z', MIN_LETTERS)) {
        likely.or(part(seenAnywhere, 'A', 'Z'));
      }
      if (has('a', 'z', MIN_LETTERS)) {
        likely.or(part(seenAnywhere, 'a', 'z'));
      }
      likely.andNot(tried);
      likely.or(seen);
      return likely;
    }

    private boolean has(char from, char to, int count) {
      return seen.get(from, to + 1).cardinality() >= count;
    }

    private static BitSet part(BitSet of, char from, char to) {
      BitSet part = new BitSet();
      for (int c = of.nextSetBit(from); c >= 0 && c <= to; c = of.nextSetBit(c + 1)) {
        part.set(c);
      }
      return part;
    }
  }
}
