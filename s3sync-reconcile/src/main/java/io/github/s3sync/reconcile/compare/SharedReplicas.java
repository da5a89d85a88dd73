package io.github.s3sync.reconcile.compare;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaLook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates the findings about replicas that have, or may have, another source as well. Such replicas
 * are neither overwritten nor deleted. Safe for use by many threads.
 */
final class SharedReplicas {

  private final Flow flow;
  private final List<Flow> others;
  private final ReplicaLook look;
  private final Findings findings;

  /**
   * Creates the findings of one flow.
   *
   * @param flows all flows, which may include this one
   */
  SharedReplicas(Flow flow, List<Flow> flows, ReplicaLook look, Findings findings) {
    this.flow = flow;
    this.others = flows.stream().filter(other -> !other.isOfSameDestination(flow)).toList();
    this.look = look;
    this.findings = findings;
  }

  /**
   * Returns the finding about a source that shares its replica with another source.
   *
   * @param message the message, with a placeholder for the rule
   */
  Finding ofSameRule(CopyPlan plan, @Nullable ObjectState source, String message) {
    return findings.unknown(
        plan.source(),
        plan.replica(),
        source,
        null,
        UnknownReason.SHARED_REPLICA,
        message.formatted(flow.rule()),
        0);
  }

  /** Returns the finding if another rule has a different source with the same replica, or null. */
  @Nullable Finding ofOtherRule(
      CopyPlan plan, @Nullable ObjectState source, @Nullable ObjectState replica, int requests) {
    for (Flow other : others) {
      if (hasSourceOf(other, plan)) {
        return findings.unknown(
            plan.source(),
            plan.replica(),
            source,
            replica,
            UnknownReason.SHARED_REPLICA,
            "a source of " + other.rule() + " has the same replica",
            requests);
      }
    }
    return null;
  }

  private boolean hasSourceOf(Flow other, CopyPlan plan) {
    String key = other.sourceKeyOf(plan.replica());
    if (key == null || !(other.decide(key) instanceof Decision.Copy copy)) {
      return false;
    }
    return !copy.plan().source().equals(plan.source())
        && look.look(copy.plan(), false, Deadline.none()).source() != null;
  }

  /**
   * Returns the finding about a replica without a source that may be a replica of another rule;
   * null if it is a replica of this flow only.
   */
  @Nullable Finding ofPossibleOtherRule(ObjectRef ref, @Nullable ObjectState state) {
    for (Flow other : others) {
      if (other.mayHave(ref)) {
        return findings.unknown(
            null,
            ref,
            null,
            state,
            UnknownReason.OTHER_RULE,
            "may be a replica of " + other.rule(),
            0);
      }
    }
    return null;
  }
}
