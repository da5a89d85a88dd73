package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.pattern.SizeRange;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Handles a source that is gone, or that was reported as deleted, for a rule that accepts {@link
 * EventKind#REMOVED}.
 *
 * <p>The replica is looked up whenever its state affects the decision. An event does not show
 * whether an earlier attempt ended halfway, and in a versioned bucket each unnecessary delete would
 * add a delete marker.
 */
final class Removal {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final DeleteBrake brake;
  private final TwoWay twoWay;
  private final ReplicaComparison comparison;
  private final StepChoices choices;

  Removal(
      S3Calls calls,
      ReplicaCalls atReplica,
      DeleteBrake brake,
      TwoWay twoWay,
      ReplicaComparison comparison,
      StepChoices choices) {
    this.plan = calls.plan();
    this.calls = calls;
    this.atReplica = atReplica;
    this.brake = brake;
    this.twoWay = twoWay;
    this.comparison = comparison;
    this.choices = choices;
  }

  /** Tells whether the rule deletes. */
  boolean isAllowed() {
    return plan.rule().kinds().contains(EventKind.REMOVED);
  }

  /**
   * Returns why the source need not be copied if it exists although its deletion was reported; null
   * if it must be copied.
   */
  @Nullable SkipReason skipReasonIfSourceExists(Source source) {
    HeadObjectResponse replica = atReplica.headWithChecksums();
    if (replica == null) {
      // The source was written, and possibly copied, while an earlier attempt of this delete was
      // running.
      return null;
    }
    // If they differ, the event of a write after the replica may still arrive; or a copy of an
    // older state ended late, possibly one that this event caused. Times do not decide: the time of
    // a multipart copy is that of its start.
    if (!isEqual(source, replica)) {
      return null;
    }
    return mayExposeOlderVersion(source) ? SkipReason.ALREADY_CURRENT : SkipReason.SOURCE_EXISTS;
  }

  /**
   * Tells whether source and replica are equal. Tags of the replica that may not be read count as
   * different, so they are copied.
   */
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
   * Tells whether the current version may have become current by the deletion of a newer version or
   * of a delete marker, which no other event reports.
   */
  private boolean mayExposeOlderVersion(Source source) {
    ObjectEvent event = plan.event();
    return !event.isDeleteMarker() && (event.versionId() != null || source.versionId() != null);
  }

  /**
   * Returns why nothing is to be deleted although the source is gone; null if a replica exists or
   * may exist.
   *
   * @param wrote whether a replica has just been written
   */
  @Nullable SkipReason skipReasonBeforeDelete(boolean wrote) {
    if (!isAllowed()) {
      return SkipReason.SOURCE_GONE;
    }
    boolean perhapsOfAnOldVersion =
        plan.event().versionId() != null && !plan.event().isDeleteMarker();
    // An object outside the size range of the rule is not a replica of the rule.
    SizeRange sizes = plan.rule().sizes();
    boolean expected =
        choices.isDeleteEvent() && !perhapsOfAnOldVersion && sizes.equals(SizeRange.ANY);
    // Under two-way rules the replica may have been deleted first, or written by another writer.
    if ((wrote || expected) && !choices.isTwoWay()) {
      return null;
    }
    HeadObjectResponse replica = atReplica.head();
    if (replica == null) {
      return choices.isDeleteEvent() ? SkipReason.REPLICA_GONE : SkipReason.SOURCE_GONE;
    }
    if (!sizes.accepts(replica.contentLength())) {
      return SkipReason.SIZE_OUT_OF_RANGE;
    }
    return twoWay.skipReasonBeforeDelete(replica, choices.isDeleteEvent());
  }

  /** Deletes the replica; returns the version of the delete marker, or null if there is none. */
  @Nullable String delete() {
    if (!brake.letsThrough()) {
      throw calls.failure(
          FailureReason.DELETE_BRAKE,
          plan.replica()
              + " was not deleted: it would exceed the limit of "
              + brake.perMinute()
              + " deletes within a minute (deletesPerMinute)");
    }
    return atReplica.delete();
  }
}
