package io.github.s3sync.rule;

/**
 * Which object sizes a rule takes.
 *
 * @param minBytes the smallest, inclusive
 * @param maxBytes the largest, inclusive
 * @since 0.1.0
 */
public record SizeRange(long minBytes, long maxBytes) {

  /** Every size. */
  public static final SizeRange ANY = new SizeRange(0, Long.MAX_VALUE);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if a bound is negative or the range is empty
   */
  public SizeRange {
    if (minBytes < 0 || maxBytes < minBytes) {
      throw new IllegalArgumentException(
          "size range " + minBytes + " to " + maxBytes + " takes no object");
    }
  }

  /**
   * Whether a size is taken.
   *
   * @param sizeBytes the size
   * @return true if it lies in the range
   */
  public boolean accepts(long sizeBytes) {
    return sizeBytes >= minBytes && sizeBytes <= maxBytes;
  }
}
