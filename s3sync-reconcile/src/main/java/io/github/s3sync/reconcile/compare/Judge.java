package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the objects of two listings, one object at a time. Safe for use by many threads.
 */
interface Judge {

  /** Describes the result of comparing an object by listings only. */
  enum Glance {
    /** The object is equal to its replica, at the level that the run compares. */
    SAME,
    /** The rule or the filters of the run do not apply to the object. */
    EXCLUDED,
    /** The object must be looked up, reported or repaired. */
    OPEN
  }

  /**
   * Decides about an object, if listings are sufficient for that.
   *
   * @param source the source; null if it does not exist
   * @param replica the replica; null if it does not exist
   */
  Glance glance(@Nullable ListedObject source, @Nullable ListedObject replica);

  /**
   * Decides about an object that the glance left open. This method may wait until earlier objects
   * are decided.
   *
   * @param source the source; null if it does not exist
   * @param replica the replica; null if it does not exist
   * @param segment receives the verdict
   */
  void judge(
      @Nullable ListedObject source, @Nullable ListedObject replica, RangeLedger.Segment segment);
}
