package io.github.s3sync.reconcile.listing;

/**
 * What the listings of one bucket have shown of its store. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ListingTraits {

  private final boolean ordered;
  private final RangeSeams seams = new RangeSeams();
  private volatile boolean ignoresStartAfter;

  /** Creates the traits of a store that lists keys in their order, as far as is known. */
  public ListingTraits() {
    this(true);
  }

  /**
   * Creates the traits of a store.
   *
   * @param ordered whether it lists keys in their order, and from any of them: directory buckets do
   *     not
   */
  public ListingTraits(boolean ordered) {
    this.ordered = ordered;
  }

  /**
   * Returns whether keys are listed in their order.
   *
   * @return true if they are
   */
  public boolean isOrdered() {
    return ordered;
  }

  /**
   * Returns whether a listing can only be read from its beginning to its end.
   *
   * @return true if a range of it cannot be asked for
   */
  public boolean isUnsplittable() {
    return !ordered || ignoresStartAfter;
  }

  /**
   * Returns whether the store lists from the first key, whatever {@code StartAfter} says. Its
   * listing is then right, but cannot be split.
   *
   * @return true once that was seen
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
