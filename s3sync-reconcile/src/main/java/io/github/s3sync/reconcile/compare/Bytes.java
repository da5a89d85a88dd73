package io.github.s3sync.reconcile.compare;

/**
 * Of which objects the content is read and compared.
 *
 * @param share the share of all objects that appear to be equal, from 0 to 1. An object belongs to
 *     it or not by its key, so that a second run reads the same ones
 * @param ifUnknown whether objects are read whose content nothing else shows to be equal
 * @since 0.1.0
 */
public record Bytes(double share, boolean ifUnknown) {

  /** No content is read. */
  public static final Bytes NONE = new Bytes(0, false);

  /** Content is read where nothing else can tell. */
  public static final Bytes IF_UNKNOWN = new Bytes(0, true);

  /** All content is read. */
  public static final Bytes ALL = new Bytes(1, true);

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
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
