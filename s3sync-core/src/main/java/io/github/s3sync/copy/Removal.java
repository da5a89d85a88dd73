package io.github.s3sync.copy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.SizeRange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What a rule that takes {@link EventKind#REMOVED} does about a source that is gone, or said to be.
 *
 * <p>The replica is looked at wherever it decides something: an event does not tell whether an
 * earlier try ended halfway, and in a bucket with versions each delete leaves a marker.
 */
final class Removal {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final DeleteBrake brake;
  private final TwoWay twoWay;
  private final ReplicaComparison comparison;

  Removal(
      CopyPlan plan,
      S3Calls calls,
      ReplicaCalls atReplica,
      DeleteBrake brake,
      TwoWay twoWay,
      ReplicaComparison comparison) {
    this.plan = plan;
    this.calls = calls;
    this.atReplica = atReplica;
    this.brake = brake;
    this.twoWay = twoWay;
    this.comparison = comparison;
  }

  /** Whether the rule deletes at all. */
  boolean isAllowed() {
    return plan.rule().kinds().contains(EventKind.REMOVED);
  }

  /** Whether the event tells that something was deleted. */
  boolean isAsked() {
    return plan.event().kind() == EventKind.REMOVED;
  }

  /**
   * Why the source, which is there though it was said to be deleted, need not be copied; null if it
   * must be.
   */
  @Nullable SkipReason stale(Source source) {
    HeadObjectResponse replica = atReplica.headWithChecksums();
    if (replica == null) {
      // What is there was written, and perhaps copied, while an earlier try of this delete went on.
      return null;
    }
    // Where they differ, the event of what was written after the replica may be still to come; or a
    // copy of something older has ended late, perhaps one that this event led to. Times do not
    // tell: that of a copy in parts is when it began.
    if (!isEqual(source, replica)) {
      return null;
    }
    return mayUncover(source) ? SkipReason.ALREADY_CURRENT : SkipReason.SOURCE_EXISTS;
  }

  /** Where the replica's tags may not be read they count as others: then they are copied. */
  private boolean isEqual(Source source, HeadObjectResponse replica) {
    try {
      return comparison.isEqual(source, replica);
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Whether what is the current version now may have become so by the deletion of a newer version
   * or of a delete marker, of which no other event tells.
   */
  private boolean mayUncover(Source source) {
    ObjectEvent event = plan.event();
    return !event.isDeleteMarker() && (event.versionId() != null || source.versionId() != null);
  }

  /**
   * Why nothing is to be deleted though the source is gone; null if a replica is or may be there.
   *
   * @param wrote whether one has just been written
   */
  @Nullable SkipReason needless(boolean wrote) {
    if (!isAllowed()) {
      return SkipReason.SOURCE_GONE;
    }
    boolean perhapsOfAnOldVersion =
        plan.event().versionId() != null && !plan.event().isDeleteMarker();
    // What is smaller or larger than the rule's sources is somebody else's object.
    SizeRange sizes = plan.rule().sizes();
    boolean expected = isAsked() && !perhapsOfAnOldVersion && sizes.equals(SizeRange.ANY);
    // Of two-way rules the replica may have gone first, or be another's write.
    if ((wrote || expected) && !twoWay.isAsked()) {
      return null;
    }
    HeadObjectResponse replica = atReplica.head();
    if (replica == null) {
      return isAsked() ? SkipReason.REPLICA_GONE : SkipReason.SOURCE_GONE;
    }
    if (!sizes.accepts(replica.contentLength())) {
      return SkipReason.SIZE_OUT_OF_RANGE;
    }
    return twoWay.keeps(replica, isAsked());
  }

  /** Deletes the replica; returns the version of the delete marker, if there is one. */
  @Nullable String delete() {
    if (!brake.letsThrough()) {
      throw calls.failure(
          FailureReason.DELETE_BRAKE,
          plan.replica()
              + " was not deleted: that would be more than "
              + brake.perMinute()
              + " deletes within a minute (deletesPerMinute)");
    }
    return atReplica.delete();
  }
}
