package io.github.s3sync.reconcile.compare;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaState;
import org.jspecify.annotations.Nullable;

/**
 * Examines objects whose keys are given, and that no listing has shown: each may exist or not. Safe
 * for use by many threads.
 */
final class KeyExaminer {

  private final Flow flow;
  private final Scope scope;
  private final ReplicaClaims claims;
  private final Examiner examiner;
  private final PairExaminer pairs;
  private final NotFoundExaminer notFound;
  private final SharedReplicas shared;
  private final Findings findings;

  /**
   * Creates an examiner.
   *
   * @param claims records the source of each replica
   * @param examiner compares what was looked up
   */
  KeyExaminer(Flow flow, Scope scope, ReplicaClaims claims, Examiner examiner) {
    this.flow = flow;
    this.scope = scope;
    this.claims = claims;
    this.examiner = examiner;
    this.pairs = examiner.pairs();
    this.notFound = examiner.notFound();
    this.shared = examiner.sharedReplicas();
    this.findings = new Findings(flow);
  }

  /**
   * Examines a source that no listing has shown, and that may not exist.
   *
   * @param sharedReplica the replica that the source shares with another source, as an earlier run
   *     has found; null if none is known
   */
  Finding key(String key, @Nullable ObjectRef sharedReplica) {
    ObjectRef ref = new ObjectRef(flow.rule().sourceBucket(), key);
    Decision decision = flow.decide(key);
    if (decision instanceof Decision.Refuse refuse
        && refuse.reason() == FailureReason.KEY_UNMAPPABLE) {
      // The replica's key may depend on other properties of the source, such as its date.
      ObjectState source = pairs.sourceOf(flow.planFor(key));
      decision = source == null ? decision : flow.decide(Findings.listed(key, source));
    }
    if (decision instanceof Decision.Refuse refuse) {
      return findings.failed(ref, null, refuse.reason(), refuse.message(), 0);
    }
    if (decision instanceof Decision.Skip skip) {
      return findings.excluded(ref, null, skip.reason());
    }
    CopyPlan plan = ((Decision.Copy) decision).plan();
    // The source of the replica can be derived if no other source of the rule can have it.
    boolean mayBeShared = flow.sourceKeyOf(plan.replica()) == null;
    if (mayBeShared && plan.replica().equals(sharedReplica)) {
      return shared.ofSameRule(
          plan, null, "in an earlier run, another source of %s had the same replica");
    }
    if (scope.copyAll() && !mayBeShared && !scope.hasTimeFilter()) {
      return examiner.copiedWithoutComparison(plan);
    }
    ReplicaState state = pairs.look(plan);
    if (state.source() == null) {
      return scope.copyAll() ? examiner.copiedWithoutComparison(plan) : withoutSource(plan, state);
    }
    ListedObject source = Findings.listed(key, state.source());
    if (scope.excludes(source)) {
      return findings.excluded(ref, plan.replica(), SkipReason.FILTERED);
    }
    if (flow.decide(source) instanceof Decision.Skip skip) {
      return findings.excluded(ref, plan.replica(), skip.reason());
    }
    if (mayBeShared && !claims.claim(plan.replica(), ref)) {
      return shared.ofSameRule(
          plan, state.source(), "another given source of %s has the same replica");
    }
    return scope.copyAll() ? examiner.copiedWithoutComparison(plan) : pairs.seen(plan, state);
  }

  /** Returns the finding about a source that was not found. It may be listed all the same. */
  private Finding withoutSource(CopyPlan plan, ReplicaState state) {
    Finding deleted = ofDeletedSource(plan, state);
    return PairExaminer.isSourceGone(state) ? notFound.source(plan, null, deleted) : deleted;
  }

  private Finding ofDeletedSource(CopyPlan plan, ReplicaState state) {
    ObjectState replica = state.replica();
    if (replica == null) {
      return state.settled()
          ? findings.excluded(plan.source(), plan.replica(), SkipReason.REPLICA_GONE)
          : pairs.seen(plan, state);
    }
    if (!scope.extras() || scope.hasTimeFilter()) {
      return findings.excluded(plan.source(), plan.replica(), SkipReason.FILTERED);
    }
    if (flow.sourceKeyOf(plan.replica()) == null) {
      return examiner.notDerivable(plan.source(), plan.replica(), replica);
    }
    Finding other = examiner.ofOther(plan, replica.sizeBytes(), replica);
    return other == null ? pairs.seen(plan, state) : other;
  }

  /** Examines a replica that no listing has shown, and that may not exist. */
  Finding replica(ObjectRef replica) {
    String key = flow.sourceKeyOf(replica);
    return key == null ? examiner.notDerivable(null, replica, null) : key(key, null);
  }

  /** Looks again at a replica that had no source. */
  Finding again(Finding extra, boolean last) {
    return examiner.again(extra, last);
  }
}
