package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run looks at, and how closely.
 *
 * @param level how closely objects are compared
 * @param bytes of which objects the content is read
 * @param settle how long after its last change an object may differ without being reported
 * @param since the earliest time of a source; null for any
 * @param until the latest time of a source; null for any
 * @param extras whether replicas without a source are looked for
 * @param copyAll whether every source is copied, without a comparison
 * @param all whether equal and excluded objects have a finding, too
 * @param acts whether a source without a replica is copied without a second look, which the copy
 *     takes itself
 * @param clock tells how old objects are
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

  /** Returns whether an object was changed so lately that an event of it may be on its way. */
  boolean isYoung(@Nullable Instant lastModified) {
    return lastModified != null && lastModified.isAfter(clock.instant().minus(settle));
  }

  /** Returns whether the filters of the run leave a source out. */
  boolean excludes(ListedObject source) {
    Instant time = source.lastModified();
    return time != null
        && ((since != null && time.isBefore(since)) || (until != null && time.isAfter(until)));
  }

  boolean hasTimeFilter() {
    return since != null || until != null;
  }
}
