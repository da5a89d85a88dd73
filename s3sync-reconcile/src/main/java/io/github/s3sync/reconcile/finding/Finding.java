package io.github.s3sync.reconcile.finding;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes the result of comparing one source with its replica.
 *
 * @param rule the rule's name
 * @param verdict the verdict
 * @param source the source's bucket and key; null if they cannot be derived from the replica
 * @param replica the replica's bucket and key; null if the rule does not define a replica for the
 *     source
 * @param sourceState the last seen state of the source; null if the source does not exist or was
 *     not seen
 * @param replicaState the last seen state of the replica; null if the replica does not exist or was
 *     not seen
 * @param differing the properties that differ
 * @param unknown the properties that cannot be compared
 * @param unknownReason why the verdict is {@link Verdict#UNKNOWN}; otherwise null
 * @param skipReason why the object is excluded, or why its repair is not needed; otherwise null
 * @param failureReason why a look-up or a repair failed; otherwise null
 * @param message an explanation for people; null if there is nothing to add
 * @param action the action of the run
 * @param bytesCopied the number of bytes copied
 * @param requests the number of requests for this object, without the listings of key ranges
 * @since 0.1.0
 */
public record Finding(
    String rule,
    Verdict verdict,
    @Nullable ObjectRef source,
    @Nullable ObjectRef replica,
    @Nullable ObjectState sourceState,
    @Nullable ObjectState replicaState,
    Set<ReplicaAspect> differing,
    Set<ReplicaAspect> unknown,
    @Nullable UnknownReason unknownReason,
    @Nullable SkipReason skipReason,
    @Nullable FailureReason failureReason,
    @Nullable String message,
    Action action,
    long bytesCopied,
    int requests) {

  /** Copies the sets. */
  public Finding {
    differing = Set.copyOf(differing);
    unknown = Set.copyOf(unknown);
  }

  /**
   * Returns whether the two sides differ after the run, or may differ because they were not
   * compared. A repair that was left to the consumer of a queue may not have happened yet.
   *
   * @return whether a difference remains; false for a replica without a source if the rule does not
   *     delete
   */
  public boolean isDifferenceLeft() {
    boolean differs =
        verdict == Verdict.MISSING
            || verdict == Verdict.DIFFERS
            || verdict == Verdict.EXTRA
            || unknownReason == UnknownReason.NOT_COMPARED;
    return switch (action) {
      case COPIED, DELETED, NOT_NEEDED -> false;
      case QUEUED, FAILED -> true;
      case NONE, WOULD_COPY, WOULD_DELETE -> differs;
      case KEPT -> differs && skipReason != SkipReason.EVENT_IGNORED;
    };
  }

  /**
   * Returns whether the state of the replica is not known after the run.
   *
   * @return true if the objects could not be looked up or compared and were not copied
   */
  public boolean isUnsure() {
    return verdict == Verdict.FAILED || (verdict == Verdict.UNKNOWN && action == Action.NONE);
  }

  /**
   * Returns the same finding with another verdict.
   *
   * @param other the verdict
   * @return the finding with that verdict
   */
  public Finding in(Verdict other) {
    return new Finding(
        rule,
        other,
        source,
        replica,
        sourceState,
        replicaState,
        differing,
        unknown,
        other == Verdict.UNKNOWN ? unknownReason : null,
        skipReason,
        failureReason,
        message,
        action,
        bytesCopied,
        requests);
  }

  /**
   * Returns the same finding with more requests.
   *
   * @param more the number of requests to add
   * @return the finding with the sum
   */
  public Finding withRequests(int more) {
    return after(new Repair.Result(action, 0, more, skipReason, failureReason, message));
  }

  /**
   * Returns the same finding after a repair.
   *
   * @param result the result of the repair
   * @return the finding with that result
   */
  public Finding after(Repair.Result result) {
    return new Finding(
        rule,
        verdict,
        source,
        replica,
        sourceState,
        replicaState,
        differing,
        unknown,
        unknownReason,
        result.skipReason(),
        result.failureReason(),
        result.message(),
        result.action(),
        bytesCopied + result.bytesCopied(),
        requests + result.requests());
  }
}
