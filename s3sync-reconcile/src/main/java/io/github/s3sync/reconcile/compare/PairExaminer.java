package io.github.s3sync.reconcile.compare;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import io.github.s3sync.request.ReplicaDifferences;
import io.github.s3sync.request.ReplicaLook;
import io.github.s3sync.request.ReplicaState;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks up a source and its replica, compares them, and has their difference repaired. Safe for use
 * by many threads.
 */
final class PairExaminer {

  private final Flow flow;
  private final Scope scope;
  private final ReplicaLook look;
  private final ContentComparison content;
  private final Repair repair;
  private final SharedReplicas shared;
  private final Findings findings;

  PairExaminer(
      Flow flow,
      Scope scope,
      ReplicaLook look,
      ContentComparison content,
      Repair repair,
      SharedReplicas shared,
      Findings findings) {
    this.flow = flow;
    this.scope = scope;
    this.look = look;
    this.content = content;
    this.repair = repair;
    this.shared = shared;
    this.findings = findings;
  }

  /** Returns whether a look has found no source, twice if it has found a replica. */
  static boolean isSourceGone(ReplicaState seen) {
    return seen.settled() && seen.source() == null;
  }

  /** Looks both sides up, as closely as the level requires. */
  ReplicaState look(CopyPlan plan) {
    return look.look(plan, scope.level() == Level.TAGS, Deadline.none());
  }

  /** Looks a source up; returns null if it does not exist. */
  @Nullable ObjectState sourceOf(CopyPlan plan) {
    return look.look(plan, false, Deadline.none()).source();
  }

  /** Returns the finding about a source and a replica that were looked up. */
  Finding seen(CopyPlan plan, ReplicaState state) {
    ObjectState source = state.source();
    ObjectState replica = state.replica();
    if (!state.settled()) {
      return findings.of(Verdict.IN_FLIGHT, plan, state, 0);
    }
    if (source == null) {
      boolean extra = replica != null && !scope.isYoung(replica.lastModified());
      return findings.of(extra ? Verdict.EXTRA : Verdict.IN_FLIGHT, plan, state, 0);
    }
    if (!flow.rule().sizes().accepts(source.sizeBytes())) {
      return findings.excluded(plan.source(), plan.replica(), SkipReason.SIZE_OUT_OF_RANGE);
    }
    return replica == null
        ? different(Verdict.MISSING, plan, state, 0)
        : compare(plan, state, source, replica);
  }

  private Finding compare(
      CopyPlan plan, ReplicaState state, ObjectState source, ObjectState replica) {
    ReplicaDifferences differences = state.differences();
    if (differences == null || !differences.differing().isEmpty()) {
      return different(Verdict.DIFFERS, plan, state, 0);
    }
    boolean unsure = differences.unknown().contains(ReplicaAspect.CONTENT);
    if (unsure ? !scope.bytes().ifUnknown() : !scope.bytes().include(plan.source().key())) {
      Verdict verdict = differences.unknown().isEmpty() ? Verdict.SAME : Verdict.UNKNOWN;
      return findings.of(verdict, plan, state, 0);
    }
    Set<ReplicaAspect> rest = without(differences.unknown(), ReplicaAspect.CONTENT);
    if (!content.isEqual(plan, source, replica)) {
      ReplicaState read =
          new ReplicaState(
              source,
              replica,
              new ReplicaDifferences(Set.of(ReplicaAspect.CONTENT), rest),
              true,
              state.requests());
      return different(Verdict.DIFFERS, plan, read, ContentComparison.REQUESTS);
    }
    ReplicaState read =
        new ReplicaState(
            source, replica, new ReplicaDifferences(Set.of(), rest), true, state.requests());
    return findings.of(
        rest.isEmpty() ? Verdict.SAME : Verdict.UNKNOWN, plan, read, ContentComparison.REQUESTS);
  }

  private Finding different(Verdict verdict, CopyPlan plan, ReplicaState state, int requests) {
    ObjectState source = state.source();
    if (source == null || scope.isYoung(source.lastModified())) {
      return findings.of(Verdict.IN_FLIGHT, plan, state, requests);
    }
    Finding finding = findings.of(verdict, plan, state, requests);
    if (state.replica() != null) {
      Finding other = shared.ofOtherRule(plan, source, state.replica(), finding.requests());
      if (other != null) {
        return other;
      }
    }
    if (!(flow.decide(Findings.listed(plan.source().key(), source))
        instanceof Decision.Copy copy)) {
      return finding;
    }
    Finding after = finding.after(repair.copy(copy.plan()));
    return isUndone(after) ? after.in(Verdict.IN_FLIGHT) : after;
  }

  /** Returns whether a copy was deleted again, because its source was deleted meanwhile. */
  static boolean isUndone(Finding after) {
    return after.action() == Action.DELETED || after.skipReason() == SkipReason.REPLICA_GONE;
  }

  private static Set<ReplicaAspect> without(Set<ReplicaAspect> aspects, ReplicaAspect aspect) {
    return aspects.stream().filter(one -> one != aspect).collect(Collectors.toUnmodifiableSet());
  }
}
