package io.github.s3sync.reconcile.listing;

import org.jspecify.annotations.Nullable;

/**
 * Represents a range of keys with a common prefix, in the order of {@link KeyOrder}. Keys do not
 * contain the prefix, so that the same range applies to sources and to their replicas.
 *
 * @param after the key before the range, which is not part of it; null if the range starts at the
 *     first key
 * @param upTo the last key of the range, which need not exist; null if the range has no end
 * @since 0.1.0
 */
public record KeyRange(@Nullable String after, @Nullable String upTo) {

  /** All keys. */
  public static final KeyRange ALL = new KeyRange(null, null);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the range cannot contain a key
   */
  public KeyRange {
    if (after != null && upTo != null && KeyOrder.compare(after, upTo) >= 0) {
      throw new IllegalArgumentException("a range of keys ends before it starts");
    }
  }

  /**
   * Returns whether a key is after the end of the range.
   *
   * @param key the key, without the prefix
   * @return true if the range ends before the key
   */
  public boolean endsBefore(String key) {
    return upTo != null && KeyOrder.compare(upTo, key) < 0;
  }

  /**
   * Returns whether a key is before the start of the range.
   *
   * @param key the key, without the prefix
   * @return true if the range starts after the key
   */
  public boolean startsAfter(String key) {
    return after != null && KeyOrder.compare(after, key) >= 0;
  }

  /**
   * Returns the part of the range up to a key.
   *
   * @param key a key of the range
   * @return the part that ends with the key
   */
  public KeyRange upTo(String key) {
    return new KeyRange(after, key);
  }

  /**
   * Returns the part of the range after a key.
   *
   * @param key a key of the range, except the last key
   * @return the part that starts after the key
   */
  public KeyRange after(String key) {
    return new KeyRange(key, upTo);
  }
}
