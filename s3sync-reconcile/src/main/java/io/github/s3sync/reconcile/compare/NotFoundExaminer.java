package io.github.s3sync.reconcile.compare;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaState;
import org.jspecify.annotations.Nullable;

/**
 * Decides about objects that a look-up or a copy has not found by their key. Such an object was
 * deleted, or its listing is wrong. Safe for use by many threads.
 */
final class NotFoundExaminer {

  private final Scope scope;
  private final ListingRecheck recheck;
  private final PairExaminer pairs;
  private final Findings findings;

  NotFoundExaminer(Scope scope, ListingRecheck recheck, PairExaminer pairs, Findings findings) {
    this.scope = scope;
    this.recheck = recheck;
    this.pairs = pairs;
    this.findings = findings;
  }

  /**
   * Returns the finding about a source that was not found by its key.
   *
   * @param listed the source, as listed before; null if it was not listed
   * @param deleted the finding if the source was deleted
   */
  Finding source(CopyPlan plan, @Nullable ListedObject listed, Finding deleted) {
    if (listed != null && scope.isYoung(listed.lastModified())) {
      return deleted;
    }
    ListingRecheck.Result listing = recheck.source(plan, listed);
    if (listing.problem() == null) {
      return deleted.withRequests(listing.requests());
    }
    // The source may have been written again between the look-up and the listing.
    ReplicaState now = pairs.look(plan);
    int before = deleted.requests() + listing.requests();
    return now.source() == null
        ? notFoundByKey(
            plan, Findings.state(listed), now.replica(), listing.problem(), before + now.requests())
        : pairs.seen(plan, now).withRequests(before);
  }

  /**
   * Returns the finding about a listed replica without a source that was not found by its key.
   *
   * @param deleted the finding if the replica was deleted
   */
  Finding replica(CopyPlan plan, ListedObject listed, Finding deleted) {
    if (scope.isYoung(listed.lastModified())) {
      return deleted;
    }
    ListingRecheck.Result listing = recheck.replica(plan, listed);
    if (listing.problem() == null) {
      return deleted.withRequests(listing.requests());
    }
    ReplicaState now = pairs.look(plan);
    int before = deleted.requests() + listing.requests();
    return now.source() == null && now.replica() == null
        ? notFoundByKey(
            plan, null, Findings.state(listed), listing.problem(), before + now.requests())
        : pairs.seen(plan, now).withRequests(before);
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
}
