package io.github.s3sync.pattern;

/**
 * Defines which object sizes a rule accepts.
 *
 * @param minBytes the minimum, inclusive
 * @param maxBytes the maximum, inclusive
 * @since 0.1.0
 */
public record SizeRange(long minBytes, long maxBytes) {

  /** Every size. */
  public static final SizeRange ANY = new SizeRange(0, Long.MAX_VALUE);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound is negative or the range is empty
   */
  public SizeRange {
    if (minBytes < 0 || maxBytes < minBytes) {
      throw new IllegalArgumentException(
          "size range " + minBytes + " to " + maxBytes + " accepts no object");
    }
  }

  /**
   * Tells whether a size is accepted.
   *
   * @param sizeBytes the size
   * @return true if it is in the range
   */
  public boolean accepts(long sizeBytes) {
    return sizeBytes >= minBytes && sizeBytes <= maxBytes;
  }
}
