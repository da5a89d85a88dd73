package io.github.s3sync.reconcile.listing;

/**
 * Records properties of a store, as observed in the listings of one bucket. Safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
public final class ListingTraits {

  private final boolean ordered;
  private final RangeSeams seams = new RangeSeams();
  private volatile boolean ignoresStartAfter;

  /** Creates the traits of a store that is assumed to list keys in order. */
  public ListingTraits() {
    this(true);
  }

  /**
   * Creates the traits of a store.
   *
   * @param ordered whether the store lists keys in order and can start at any key; directory
   *     buckets do not
   */
  public ListingTraits(boolean ordered) {
    this.ordered = ordered;
  }

  /**
   * Returns whether keys are listed in order.
   *
   * @return true if keys are listed in order
   */
  public boolean isOrdered() {
    return ordered;
  }

  /**
   * Returns whether a listing can only be read from its beginning to its end.
   *
   * @return true if the store cannot list a range of keys
   */
  public boolean isUnsplittable() {
    return !ordered || ignoresStartAfter;
  }

  /**
   * Returns whether the store ignores {@code StartAfter} and lists from the first key. Such a
   * listing is correct, but cannot be split.
   *
   * @return true after this behavior was observed
   */
  public boolean ignoresStartAfter() {
    return ignoresStartAfter;
  }

  RangeSeams seams() {
    return seams;
  }

  void rememberIgnoredStartAfter() {
    ignoresStartAfter = true;
  }
}
