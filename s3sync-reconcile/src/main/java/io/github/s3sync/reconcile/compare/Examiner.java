package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import io.github.s3sync.request.ReplicaDifferences;
import io.github.s3sync.request.ReplicaLook;
import io.github.s3sync.request.ReplicaState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Examines one object at a time and has differences repaired. Looks up both sides first, so that a
 * difference is not reported because of a single look. Safe for use by many threads.
 */
final class Examiner {

  private final Flow flow;
  private final List<Flow> others;
  private final Scope scope;
  private final ReplicaLook look;
  private final ListingRecheck recheck;
  private final ContentComparison content;
  private final Repair repair;
  private final Findings findings;

  Examiner(
      Flow flow,
      List<Flow> flows,
      Side sources,
      Side replicas,
      Scope scope,
      S3Clients clients,
      Repair repair) {
    this.flow = flow;
    this.others = flows.stream().filter(other -> !other.isOfSameDestination(flow)).toList();
    this.scope = scope;
    this.look = new ReplicaLook(clients);
    this.recheck = new ListingRecheck(sources, replicas, look);
    this.content = new ContentComparison(clients);
    this.repair = repair;
    this.findings = new Findings(flow);
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
      Finding shared = sharedWithOtherRule(plan, state, null, 0);
      return shared == null ? copied(source, plan, notCompared(plan, state)) : shared;
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
    ReplicaState seen = look(plan);
    return isSourceGone(seen) ? withoutSource(plan, source, seen(plan, seen)) : seen(plan, seen);
  }

  /** Returns whether a look has found no source, twice if it has found a replica. */
  static boolean isSourceGone(ReplicaState seen) {
    return seen.settled() && seen.source() == null;
  }

  /**
   * Copies a listed source that was not looked up, and returns its finding. If the copy finds no
   * source, the source was deleted meanwhile, or its listing is wrong.
   *
   * @param before the finding before the copy
   */
  private Finding copied(ListedObject source, CopyPlan plan, Finding before) {
    Repair.Result result = repair.copy(flow.withoutDeletes(plan));
    Finding after = before.after(result);
    return result.skipReason() == SkipReason.SOURCE_GONE
        ? withoutSource(plan, source, after.in(Verdict.IN_FLIGHT))
        : after;
  }

  /** Copies a source whose key is given, and returns its finding. */
  Finding copiedWithoutComparison(CopyPlan plan) {
    Finding shared = sharedWithOtherRule(plan, null, null, 0);
    if (shared != null) {
      return shared;
    }
    Finding after = notCompared(plan, null).after(repair.copy(flow.withoutDeletes(plan)));
    return after.skipReason() == SkipReason.SOURCE_GONE ? withoutSource(plan, null, after) : after;
  }

  private Finding notCompared(CopyPlan plan, @Nullable ObjectState source) {
    return findings.unknown(
        plan.source(), plan.replica(), source, null, UnknownReason.NOT_COMPARED, null, 0);
  }

  /**
   * Returns the finding about a source that was not found by its key.
   *
   * @param listed the source, as listed before; null if it was not listed
   * @param deleted the finding if the source was deleted
   */
  Finding withoutSource(CopyPlan plan, @Nullable ListedObject listed, Finding deleted) {
    if (listed != null && scope.isYoung(listed.lastModified())) {
      return deleted;
    }
    ListingRecheck.Result listing = recheck.source(plan, listed);
    if (listing.problem() == null) {
      return deleted.withRequests(listing.requests());
    }
    // The source may have been written again between the look-up and the listing.
    ReplicaState now = look(plan);
    int before = deleted.requests() + listing.requests();
    return now.source() == null
        ? notFoundByKey(
            plan, Findings.state(listed), now.replica(), listing.problem(), before + now.requests())
        : seen(plan, now).withRequests(before);
  }

  private Finding notFoundByKey(
      CopyPlan plan,
      @Nullable ObjectState source,
      @Nullable ObjectState replica,
      @Nullable String problem,
      int requests) {
    return findings.unknown(
        plan.source(),
        plan.replica(),
        source,
        replica,
        UnknownReason.NOT_FOUND_BY_KEY,
        problem,
        requests);
  }

  /**
   * Returns the finding about a listed replica without a source that was not found by its key.
   *
   * @param deleted the finding if the replica was deleted
   */
  private Finding withoutReplica(CopyPlan plan, ListedObject listed, Finding deleted) {
    if (scope.isYoung(listed.lastModified())) {
      return deleted;
    }
    ListingRecheck.Result listing = recheck.replica(plan, listed);
    if (listing.problem() == null) {
      return deleted.withRequests(listing.requests());
    }
    ReplicaState now = look(plan);
    int before = deleted.requests() + listing.requests();
    return now.source() == null && now.replica() == null
        ? notFoundByKey(
            plan, null, Findings.state(listed), listing.problem(), before + now.requests())
        : seen(plan, now).withRequests(before);
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
    ReplicaState seen = look(plan);
    return isSourceGone(seen) && seen.replica() == null
        ? withoutReplica(plan, replica, seen(plan, seen))
        : seen(plan, seen);
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

  /** Returns the finding about a replica whose source cannot be derived from it. */
  Finding notDerivable(@Nullable ObjectRef source, ObjectRef replica, @Nullable ObjectState state) {
    return flow.deletes()
        ? findings.unknown(
            source, replica, null, state, UnknownReason.SOURCE_NOT_DERIVABLE, null, 0)
        : findings.excluded(source, replica, null);
  }

  /** Returns a source that was looked up, as a listing would show it. */
  static ListedObject listed(String key, ObjectState state) {
    return new ListedObject(key, state.sizeBytes(), state.eTag(), state.lastModified());
  }

  /** Returns the finding about a source that shares its replica with another source. */
  Finding shared(ListedObject source) {
    Decision decision = flow.decide(source);
    if (!(decision instanceof Decision.Copy copy)) {
      return source(source, null, false);
    }
    return shared(copy.plan(), Findings.state(source), "another source of %s has the same replica");
  }

  /**
   * Returns the finding about a source that shares its replica with another source.
   *
   * @param message the message, with a placeholder for the rule
   */
  Finding shared(CopyPlan plan, @Nullable ObjectState source, String message) {
    return findings.unknown(
        plan.source(),
        plan.replica(),
        source,
        null,
        UnknownReason.SHARED_REPLICA,
        message.formatted(flow.rule()),
        0);
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
      ReplicaState state = look(plan);
      now = seen(plan, state);
      if (last && isSourceGone(state)) {
        now = withoutSource(plan, null, now);
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
      Finding shared = sharedWithOtherRule(plan, source, state.replica(), finding.requests());
      if (shared != null) {
        return shared;
      }
    }
    return flow.decide(listed(plan.source().key(), source)) instanceof Decision.Copy copy
        ? finding.after(repair.copy(copy.plan()))
        : finding;
  }

  /** Returns the finding if another rule has a different source with the same replica, or null. */
  private @Nullable Finding sharedWithOtherRule(
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
    return !copy.plan().source().equals(plan.source()) && sourceOf(copy.plan()) != null;
  }

  private static Set<ReplicaAspect> without(Set<ReplicaAspect> aspects, ReplicaAspect aspect) {
    return aspects.stream().filter(one -> one != aspect).collect(Collectors.toUnmodifiableSet());
  }
}
