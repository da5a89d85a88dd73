package io.github.s3sync.reconcile.compare;

import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Deletes replicas without a source, or says why they are kept. Safe for use by many threads. */
final class ExtraDeletes {

  private final Flow flow;
  private final @Nullable DeleteLimit limit;
  private final Repair repair;

  /**
   * Creates the deletes of one flow.
   *
   * @param limit how many replicas may be deleted; null if the run does not delete
   */
  ExtraDeletes(Flow flow, @Nullable DeleteLimit limit, Repair repair) {
    this.flow = flow;
    this.limit = limit;
    this.repair = repair;
  }

  /** Returns whether the run may delete replicas of the flow. */
  boolean mayDelete() {
    return flow.deletes() && limit != null;
  }

  /** Returns the finding about a replica of a flow or run that deletes none. */
  Finding withoutDelete(Finding extra) {
    return flow.deletes() ? extra : extra.after(kept("REMOVED is not among the rule's events"));
  }

  /** Returns how many replicas may be deleted. */
  int max() {
    return Objects.requireNonNull(limit, "limit").max();
  }

  /** Returns the problem of too many replicas without a source. */
  String tooMany() {
    return "more than %,d replicas have no source (delete limit)".formatted(max());
  }

  /**
   * Returns the problem of a share of replicas without a source that is too large; null if it is
   * not.
   *
   * @param extras the number of replicas without a source
   * @param replicas the number of all replicas
   * @param which describes all replicas
   */
  @Nullable String tooLargeShare(long extras, long replicas, String which) {
    return limit != null && extras > limit.maxShare() * replicas
        ? "more than %s %% of %,d %s have no source (delete limit)"
            .formatted(limit.maxShare() * 100, replicas, which)
        : null;
  }

  /** Deletes a replica, after another look at its source. */
  Repair.Result delete(Finding extra) {
    String key = Objects.requireNonNull(extra.source(), "source").key();
    return flow.decideRemoved(key) instanceof Decision.Copy removal
        ? repair.delete(removal.plan())
        : kept("the rule does not match the delete of its source");
  }

  /** Returns the result for a replica that is kept because of a problem. */
  Repair.Result kept(String problem) {
    return new Repair.Result(
        Action.KEPT,
        0,
        0,
        flow.deletes() ? null : SkipReason.EVENT_IGNORED,
        null,
        "not deleted: " + problem);
  }
}
