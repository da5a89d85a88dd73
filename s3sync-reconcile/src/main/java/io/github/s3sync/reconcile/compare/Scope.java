package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Defines which objects a run compares, and how closely.
 *
 * @param level how closely objects are compared
 * @param bytes the objects whose content is read
 * @param settle the settle time: how long after its last change an object may differ without being
 *     reported
 * @param since the earliest time of a source; null for any time
 * @param until the latest time of a source; null for any time
 * @param extras whether the run searches for replicas without a source
 * @param copyAll whether every source is copied without a comparison
 * @param all whether equal and excluded objects are also reported
 * @param acts whether a source without a replica is copied without a look-up; the copy looks up the
 *     objects itself
 * @param clock determines the age of objects
 * @since 0.1.0
 */
public record Scope(
    Level level,
    Bytes bytes,
    Duration settle,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean extras,
    boolean copyAll,
    boolean all,
    boolean acts,
    Clock clock) {

  /** Returns whether an object was changed so recently that an event of it may still be pending. */
  boolean isYoung(@Nullable Instant lastModified) {
    return lastModified != null && lastModified.isAfter(clock.instant().minus(settle));
  }

  /** Returns whether replicas without a source are looked up again after the settle time. */
  boolean settles() {
    return !settle.isZero();
  }

  /** Returns whether the filters of the run exclude a source. */
  boolean excludes(ListedObject source) {
    Instant time = source.lastModified();
    return time != null
        && ((since != null && time.isBefore(since)) || (until != null && time.isAfter(until)));
  }

  /**
   * Returns whether only sources of some time are compared.
   *
   * @return true if there is an earliest or a latest time
   */
  public boolean hasTimeFilter() {
    return since != null || until != null;
  }
}
