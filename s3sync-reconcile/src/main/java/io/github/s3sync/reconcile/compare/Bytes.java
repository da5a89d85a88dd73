package io.github.s3sync.reconcile.compare;

/**
 * Selects the objects whose content is read and compared.
 *
 * @param share the share of the objects that appear to be equal, from 0 to 1. The key of an object
 *     determines whether it is selected, so that a second run reads the same objects
 * @param ifUnknown whether an object is read if neither eTags nor checksums show that it is equal
 * @since 0.1.0
 */
public record Bytes(double share, boolean ifUnknown) {

  /** Reads no content. */
  public static final Bytes NONE = new Bytes(0, false);

  /** Reads content only if neither eTags nor checksums show whether objects are equal. */
  public static final Bytes IF_UNKNOWN = new Bytes(0, true);

  /** Reads all content. */
  public static final Bytes ALL = new Bytes(1, true);

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if the share is not between 0 and 1
   */
  public Bytes {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", expected 0 to 1");
    }
  }

  /** Returns whether the content of a source is read. */
  boolean include(String key) {
    // Fibonacci hashing spreads the hashes of similar keys over all values.
    long spread = key.hashCode() * 0x9E3779B97F4A7C15L;
    return share > 0 && (spread >>> 11) * 0x1p-53 < share;
  }
}
