package io.github.s3sync.copy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import org.jspecify.annotations.Nullable;

/** One copy and the plans that it serves. Guarded by the lock of its {@link ReplicaQueue}. */
final class SharedCopy {

  private CopyPlan newest;
  private int members;
  private boolean begun;
  private @Nullable SharedResult result;

  SharedCopy(CopyPlan plan) {
    this.newest = plan;
  }

  /** Returns the plan that is, or will be, carried out. */
  CopyPlan plan() {
    return newest;
  }

  void join(CopyPlan plan) {
    members++;
    if (!begun && !Sequencer.isSameOrOlder(plan.event(), newest.event())) {
      newest = plan;
    }
  }

  void leave() {
    members--;
  }

  /** Tells whether the copy will never start, because no thread is left to make it. */
  boolean isGivenUp() {
    return members == 0 && !begun;
  }

  boolean hasBegun() {
    return begun;
  }

  void begin() {
    begun = true;
  }

  void end(SharedResult sharedResult) {
    this.result = sharedResult;
  }

  /** Returns the result for the other threads; null until the copy has ended. */
  @Nullable SharedResult result() {
    return result;
  }

  /**
   * Identifies the work of plans that one copy can serve. Rules and destinations are compared by
   * value, and the event's Region determines where the source is read. A new delete marker requires
   * less than the deletion of a version, which may be the only event for the older version that
   * becomes current.
   */
  record Work(
      EventKind kind,
      boolean deleteMarker,
      CopyRule rule,
      Destination destination,
      ObjectRef source,
      @Nullable String region) {

    static Work of(CopyPlan plan) {
      return new Work(
          plan.event().kind(),
          plan.event().isDeleteMarker(),
          plan.rule(),
          plan.destination(),
          plan.source(),
          plan.event().region());
    }
  }
}
