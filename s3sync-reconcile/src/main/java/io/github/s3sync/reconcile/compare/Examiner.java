package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaLook;
import io.github.s3sync.request.ReplicaState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examines one listed object at a time and has differences repaired. Looks up both sides first, so
 * that a difference is not reported because of a single look. Safe for use by many threads.
 */
final class Examiner {

  private final Flow flow;
  private final Scope scope;
  private final Repair repair;
  private final Findings findings;
  private final SharedReplicas shared;
  private final PairExaminer pairs;
  private final NotFoundExaminer notFound;

  Examiner(
      Flow flow,
      List<Flow> flows,
      Side sources,
      Side replicas,
      Scope scope,
      S3Clients clients,
      Repair repair) {
    ReplicaLook look = new ReplicaLook(clients);
    this.flow = flow;
    this.scope = scope;
    this.repair = repair;
    this.findings = new Findings(flow);
    this.shared = new SharedReplicas(flow, flows, look, findings);
    this.pairs =
        new PairExaminer(
            flow, scope, look, new ContentComparison(clients), repair, shared, findings);
    this.notFound =
        new NotFoundExaminer(scope, new ListingRecheck(sources, replicas, look), pairs, findings);
  }

  /** Returns the examiner of pairs that are looked up. */
  PairExaminer pairs() {
    return pairs;
  }

  /** Returns the examiner of objects that are not found by their key. */
  NotFoundExaminer notFound() {
    return notFound;
  }

  /** Returns the findings about replicas with several sources. */
  SharedReplicas sharedReplicas() {
    return shared;
  }

  /** Decides about an object, if listings are sufficient for that. */
  Judge.Glance glance(@Nullable ListedObject source, @Nullable ListedObject replica) {
    if (source == null) {
      return scope.extras() && !scope.hasTimeFilter() ? Judge.Glance.OPEN : Judge.Glance.EXCLUDED;
    }
    if (!flow.accepts(source)) {
      // The planner reports a filter that fails.
      return flow.decide(source) instanceof Decision.Skip
          ? Judge.Glance.EXCLUDED
          : Judge.Glance.OPEN;
    }
    if (scope.excludes(source)) {
      return Judge.Glance.EXCLUDED;
    }
    boolean same =
        replica != null && trustsListing(source) && ListedEquality.isSame(source, replica);
    return same ? Judge.Glance.SAME : Judge.Glance.OPEN;
  }

  /** Returns whether a source need not be looked up if its listing shows that it is equal. */
  boolean trustsListing(ListedObject source) {
    return scope.level() == Level.LISTING
        && !scope.copyAll()
        && !scope.bytes().include(source.key());
  }

  /**
   * Examines a source.
   *
   * @param replica the listed replica; null if it does not exist or is not known
   * @param listed whether {@code replica} is the state in the listing, so that null means a missing
   *     replica
   */
  Finding source(ListedObject source, @Nullable ListedObject replica, boolean listed) {
    ObjectRef ref = new ObjectRef(flow.rule().sourceBucket(), source.key());
    Decision decision = flow.decide(source);
    if (decision instanceof Decision.Refuse refuse) {
      return findings.failed(ref, null, refuse.reason(), refuse.message(), 0);
    }
    if (decision instanceof Decision.Skip skip) {
      return findings.excluded(ref, null, skip.reason());
    }
    CopyPlan plan = ((Decision.Copy) decision).plan();
    if (scope.excludes(source)) {
      return findings.excluded(ref, plan.replica(), SkipReason.FILTERED);
    }
    ObjectState state = Findings.state(source);
    if (scope.copyAll()) {
      return copiedWithoutComparison(source, plan, state);
    }
    if (scope.all() && glance(source, replica) == Judge.Glance.SAME) {
      return findings.of(Verdict.SAME, plan, state, Findings.state(replica), Set.of());
    }
    if (scope.acts()
        && listed
        && replica == null
        && Flow.isPinned(source)
        && !scope.isYoung(source.lastModified())) {
      return copied(source, plan, findings.of(Verdict.MISSING, plan, state, null, Set.of()));
    }
    ReplicaState seen = pairs.look(plan);
    return PairExaminer.isSourceGone(seen)
        ? notFound.source(plan, source, pairs.seen(plan, seen))
        : pairs.seen(plan, seen);
  }

  /**
   * Copies a source that was not looked up, and returns its finding. If the copy finds no source,
   * the source was deleted meanwhile, or its listing is wrong.
   *
   * @param source the source, as listed; null if its key is given
   * @param before the finding before the copy
   */
  private Finding copied(@Nullable ListedObject source, CopyPlan plan, Finding before) {
    Finding after = before.after(copy(plan));
    if (PairExaminer.isUndone(after)) {
      return after.in(Verdict.IN_FLIGHT);
    }
    return after.skipReason() == SkipReason.SOURCE_GONE
        ? notFound.source(plan, source, source == null ? after : after.in(Verdict.IN_FLIGHT))
        : after;
  }

  /**
   * Copies a source, but does not delete its replica if the source is not found: its listing may be
   * wrong. A source that was found, and is deleted during the copy, leaves no replica.
   */
  private Repair.Result copy(CopyPlan plan) {
    long began = System.nanoTime();
    Repair.Result result = repair.copy(flow.withoutDeletes(plan));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    boolean quick = took.compareTo(plan.rule().options().recheckAfter()) < 0;
    if (result.action() != Action.COPIED || !flow.deletes() || quick) {
      return result;
    }
    ReplicaState now = pairs.look(plan);
    if (!PairExaminer.isSourceGone(now)) {
      return with(result, 0, now.requests());
    }
    return with(repair.delete(plan), result.bytesCopied(), result.requests() + now.requests());
  }

  private static Repair.Result with(Repair.Result result, long bytesCopied, int requests) {
    return new Repair.Result(
        result.action(),
        result.bytesCopied() + bytesCopied,
        result.requests() + requests,
        result.skipReason(),
        result.failureReason(),
        result.message());
  }

  /** Copies a source whose key is given, and returns its finding. */
  Finding copiedWithoutComparison(CopyPlan plan) {
    return copiedWithoutComparison(null, plan, null);
  }

  private Finding copiedWithoutComparison(
      @Nullable ListedObject source, CopyPlan plan, @Nullable ObjectState state) {
    Finding other = shared.ofOtherRule(plan, state, null, 0);
    return other == null ? copied(source, plan, notCompared(plan, state)) : other;
  }

  private Finding notCompared(CopyPlan plan, @Nullable ObjectState source) {
    return findings.unknown(
        plan.source(), plan.replica(), source, null, UnknownReason.NOT_COMPARED, null, 0);
  }

  /** Examines a listed replica whose source is not listed. */
  Finding replica(ListedObject replica) {
    ObjectRef ref = new ObjectRef(flow.destination().bucket(), replica.key());
    String key = flow.sourceKeyOf(ref);
    if (key == null) {
      return notDerivable(null, ref, Findings.state(replica));
    }
    if (!(flow.decide(key) instanceof Decision.Copy copy)) {
      return findings.excluded(new ObjectRef(flow.rule().sourceBucket(), key), ref, null);
    }
    CopyPlan plan = copy.plan();
    Finding finding = withoutLookUp(plan, replica);
    if (finding != null) {
      return finding;
    }
    ReplicaState seen = pairs.look(plan);
    return PairExaminer.isSourceGone(seen) && seen.replica() == null
        ? notFound.replica(plan, replica, pairs.seen(plan, seen))
        : pairs.seen(plan, seen);
  }

  /** Returns whether examining a listed replica also examines the source that it would have. */
  boolean looksUpSourceOf(ListedObject replica) {
    String key = flow.sourceKeyOf(new ObjectRef(flow.destination().bucket(), replica.key()));
    return key != null
        && flow.decide(key) instanceof Decision.Copy copy
        && withoutLookUp(copy.plan(), replica) == null;
  }

  /** Returns the finding about a listed replica without a source; null if both are looked up. */
  private @Nullable Finding withoutLookUp(CopyPlan plan, ListedObject replica) {
    return !scope.extras() || scope.hasTimeFilter()
        ? findings.excluded(plan.source(), plan.replica(), SkipReason.FILTERED)
        : ofOther(plan, replica.sizeBytes(), Findings.state(replica));
  }

  /**
   * Returns the finding about a replica without a source that the rule does not apply to, or that
   * may be the replica of something else; null if it is a replica of this flow only.
   */
  @Nullable Finding ofOther(CopyPlan plan, long sizeBytes, @Nullable ObjectState state) {
    ObjectRef ref = plan.replica();
    if (!flow.rule().sizes().accepts(sizeBytes)) {
      return findings.excluded(plan.source(), ref, SkipReason.SIZE_OUT_OF_RANGE);
    }
    if (flow.rule().options().twoWay()) {
      return flow.hasWayBack(plan)
          ? findings.excluded(plan.source(), ref, SkipReason.OWN_COPY)
          : findings.unknown(null, ref, null, state, UnknownReason.TWO_WAY, null, 0);
    }
    return shared.ofPossibleOtherRule(ref, state);
  }

  /** Returns the finding about a replica whose source cannot be derived from it. */
  Finding notDerivable(@Nullable ObjectRef source, ObjectRef replica, @Nullable ObjectState state) {
    return flow.deletes()
        ? findings.unknown(
            source, replica, null, state, UnknownReason.SOURCE_NOT_DERIVABLE, null, 0)
        : findings.excluded(source, replica, null);
  }

  /** Returns the finding about a source that shares its replica with another source. */
  Finding shared(ListedObject source) {
    Decision decision = flow.decide(source);
    if (!(decision instanceof Decision.Copy copy)) {
      return source(source, null, false);
    }
    return shared.ofSameRule(
        copy.plan(), Findings.state(source), "another source of %s has the same replica");
  }

  /** Returns the finding about an object that cannot be looked up. */
  Finding failed(
      @Nullable ListedObject source, @Nullable ListedObject replica, CopyException problem) {
    return findings.failed(
        source == null ? null : new ObjectRef(flow.rule().sourceBucket(), source.key()),
        replica == null ? null : new ObjectRef(flow.destination().bucket(), replica.key()),
        problem.reason(),
        String.valueOf(problem.getMessage()),
        problem.requests());
  }

  /**
   * Looks again at a replica that had no source.
   *
   * @param last whether the source is also searched in the listing of its key
   * @return the finding, with the requests of all looks
   */
  Finding again(Finding extra, boolean last) {
    ObjectRef source = Objects.requireNonNull(extra.source(), "source");
    if (!(flow.decide(source.key()) instanceof Decision.Copy copy)) {
      return extra;
    }
    CopyPlan plan = copy.plan();
    Finding now;
    try {
      ReplicaState state = pairs.look(plan);
      now = pairs.seen(plan, state);
      if (last && PairExaminer.isSourceGone(state)) {
        now = notFound.source(plan, null, now);
      }
    } catch (CopyException e) {
      now =
          findings.failed(
              source, extra.replica(), e.reason(), String.valueOf(e.getMessage()), e.requests());
    } catch (RuntimeException | Error e) {
      now = findings.failed(source, extra.replica(), FailureReason.UNEXPECTED, e.toString(), 0);
    }
    return now.withRequests(extra.requests());
  }
}
