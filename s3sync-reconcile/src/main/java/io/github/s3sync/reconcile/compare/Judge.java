package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import org.jspecify.annotations.Nullable;

/** Decides about the objects of two listings, one by one. Safe for use by many threads. */
interface Judge {

  /** What listings show of an object. */
  enum Glance {
    /** It is equal to its replica, as far as the run wants to know. */
    SAME,
    /** It is not subject to the rule or to the filters of the run. */
    EXCLUDED,
    /** It must be looked up, reported or repaired. */
    OPEN
  }

  /**
   * Decides as far as listings can tell.
   *
   * @param source the source; null if there is none
   * @param replica the replica; null if there is none
   */
  Glance glance(@Nullable ListedObject source, @Nullable ListedObject replica);

  /**
   * Decides about objects that the glance left open. May wait until earlier ones are decided.
   *
   * @param source the source; null if there is none
   * @param replica the replica; null if there is none
   * @param segment is given the verdict
   */
  void judge(
      @Nullable ListedObject source, @Nullable ListedObject replica, RangeLedger.Segment segment);
}
