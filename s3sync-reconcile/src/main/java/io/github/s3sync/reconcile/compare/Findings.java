package io.github.s3sync.reconcile.compare;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import io.github.s3sync.request.ReplicaDifferences;
import io.github.s3sync.request.ReplicaState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates the findings of one flow. Safe for use by many threads. */
final class Findings {

  private final Flow flow;

  Findings(Flow flow) {
    this.flow = flow;
  }

  Finding excluded(
      @Nullable ObjectRef source, @Nullable ObjectRef replica, @Nullable SkipReason reason) {
    return new Finding(
        flow.rule().name(),
        Verdict.EXCLUDED,
        source,
        replica,
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        reason,
        null,
        null,
        Action.NONE,
        0,
        0);
  }

  Finding failed(
      @Nullable ObjectRef source,
      @Nullable ObjectRef replica,
      FailureReason reason,
      String message,
      int requests) {
    return new Finding(
        flow.rule().name(),
        Verdict.FAILED,
        source,
        replica,
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        null,
        reason,
        message,
        Action.NONE,
        0,
        requests);
  }

  Finding unknown(
      @Nullable ObjectRef source,
      ObjectRef replica,
      @Nullable ObjectState sourceState,
      @Nullable ObjectState replicaState,
      UnknownReason reason,
      @Nullable String message,
      int requests) {
    return new Finding(
        flow.rule().name(),
        Verdict.UNKNOWN,
        source,
        replica,
        sourceState,
        replicaState,
        Set.of(),
        reason == UnknownReason.CONTENT_NOT_COMPARABLE ? Set.of(ReplicaAspect.CONTENT) : Set.of(),
        reason,
        null,
        null,
        message,
        Action.NONE,
        0,
        requests);
  }

  Finding of(
      Verdict verdict,
      CopyPlan plan,
      @Nullable ObjectState source,
      @Nullable ObjectState replica,
      Set<ReplicaAspect> differing) {
    return new Finding(
        flow.rule().name(),
        verdict,
        plan.source(),
        plan.replica(),
        source,
        replica,
        differing,
        Set.of(),
        null,
        null,
        null,
        null,
        Action.NONE,
        0,
        0);
  }

  Finding of(Verdict verdict, CopyPlan plan, ReplicaState state, int moreRequests) {
    ReplicaDifferences differences = state.differences();
    Set<ReplicaAspect> unknown = differences == null ? Set.of() : differences.unknown();
    return new Finding(
        flow.rule().name(),
        verdict,
        plan.source(),
        plan.replica(),
        state.source(),
        state.replica(),
        differences == null ? Set.of() : differences.differing(),
        unknown,
        verdict == Verdict.UNKNOWN ? reason(unknown) : null,
        null,
        null,
        null,
        Action.NONE,
        0,
        state.requests() + moreRequests);
  }

  private static UnknownReason reason(Set<ReplicaAspect> unknown) {
    return unknown.contains(ReplicaAspect.CONTENT)
        ? UnknownReason.CONTENT_NOT_COMPARABLE
        : UnknownReason.PROPERTY_NOT_COMPARABLE;
  }

  /** Returns the state that a listing shows. */
  static @Nullable ObjectState state(@Nullable ListedObject listed) {
    return listed == null
        ? null
        : new ObjectState(
            listed.eTag() == null ? "" : listed.eTag(),
            listed.sizeBytes(),
            listed.lastModified(),
            null);
  }

  /** Returns a source that was looked up, as a listing would show it. */
  static ListedObject listed(String key, ObjectState state) {
    return new ListedObject(key, state.sizeBytes(), state.eTag(), state.lastModified());
  }
}
