package io.github.s3sync.reconcile.listing;

import org.jspecify.annotations.Nullable;

/**
 * A range of keys below a prefix, in the order of {@link KeyOrder}. Keys are given without the
 * prefix, so that one range stands for sources and for their replicas.
 *
 * @param after the key before the range, not part of it; null if the range starts at the first key
 * @param upTo the last key of the range, which need not exist; null if the range has no end
 * @since 0.1.0
 */
public record KeyRange(@Nullable String after, @Nullable String upTo) {

  /** All keys. */
  public static final KeyRange ALL = new KeyRange(null, null);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if no key can be in the range
   */
  public KeyRange {
    if (after != null && upTo != null && KeyOrder.compare(after, upTo) >= 0) {
      throw new IllegalArgumentException("a range of keys ends before it starts");
    }
  }

  /**
   * Returns whether a key lies behind the range.
   *
   * @param key the key, without the prefix
   * @return true if the range ends before it
   */
  public boolean endsBefore(String key) {
    return upTo != null && KeyOrder.compare(upTo, key) < 0;
  }

  /**
   * Returns whether a key lies before the range.
   *
   * @param key the key, without the prefix
   * @return true if the range starts after it
   */
  public boolean startsAfter(String key) {
    return after != null && KeyOrder.compare(after, key) >= 0;
  }

  /**
   * Returns the part of the range up to a key.
   *
   * @param key a key of the range
   * @return the part that ends with it
   */
  public KeyRange upTo(String key) {
    return new KeyRange(after, key);
  }

  /**
   * Returns the part of the range behind a key.
   *
   * @param key a key of the range, not the last
   * @return the part that starts after it
   */
  public KeyRange after(String key) {
    return new KeyRange(key, upTo);
  }
}
