package io.github.s3sync.reconcile.compare;

import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replicas without a source until the whole flow is compared and copied, and then deletes
 * them. They are deleted only if the rule deletes, both listings were complete, and the delete
 * limit allows it. Does not keep more replicas than the limit. Safe for use by many threads.
 */
final class Extras {

  private final Flow flow;
  private final @Nullable DeleteLimit limit;
  private final Repair repair;
  private final Consumer<Finding> listener;
  private final BiConsumer<Finding, Finding> counted;
  private List<Finding> kept = new ArrayList<>();
  private boolean tooMany;

  /**
   * Creates a store of extras.
   *
   * @param limit how many replicas may be deleted; null if the run does not delete
   * @param listener receives each finding after its action is known
   * @param counted receives the finding as previously counted, and the finding that replaces it
   */
  Extras(
      Flow flow,
      @Nullable DeleteLimit limit,
      Repair repair,
      Consumer<Finding> listener,
      BiConsumer<Finding, Finding> counted) {
    this.flow = flow;
    this.limit = limit;
    this.repair = repair;
    this.listener = listener;
    this.counted = counted;
  }

  /**
   * Adds a replica without a source.
   *
   * @return the finding to count now; the listener receives it now or later
   */
  Finding add(Finding extra) {
    if (!flow.deletes() || limit == null) {
      Finding now =
          flow.deletes()
              ? extra
              : extra.after(keep("not deleted: REMOVED is not among the rule's events"));
      listener.accept(now);
      return now;
    }
    List<Finding> before;
    synchronized (this) {
      if (!tooMany && kept.size() < limit.max()) {
        kept.add(extra);
        return extra;
      }
      tooMany = true;
      before = kept;
      kept = new ArrayList<>();
    }
    Repair.Result result =
        keep(
            "not deleted: more than %,d replicas have no source (delete limit)"
                .formatted(limit.max()));
    before.forEach(finding -> finish(finding, result));
    Finding now = extra.after(result);
    listener.accept(now);
    return now;
  }

  /**
   * Deletes the kept replicas, or reports why they are not deleted.
   *
   * @param complete whether all ranges of both listings were compared
   * @param found the counts of the comparison
   */
  void finish(boolean complete, Tally found) {
    List<Finding> extras;
    synchronized (this) {
      extras = kept;
      kept = new ArrayList<>();
    }
    String problem = complete ? problem(found, extras.size()) : "a listing was not complete";
    for (Finding extra : extras) {
      finish(extra, problem == null ? delete(extra) : keep("not deleted: " + problem));
    }
  }

  private void finish(Finding extra, Repair.Result result) {
    Finding after = extra.after(result);
    counted.accept(extra, after);
    listener.accept(after);
  }

  private @Nullable String problem(Tally found, int extras) {
    if (found.sources() == 0) {
      return "no source was found at all";
    }
    return limit != null && extras > limit.maxShare() * found.replicas()
        ? "more than %s %% of %,d replicas have no source (delete limit)"
            .formatted(limit.maxShare() * 100, found.replicas())
        : null;
  }

  private Repair.Result delete(Finding extra) {
    String key = Objects.requireNonNull(extra.source(), "source").key();
    return flow.decideRemoved(key) instanceof Decision.Copy removal
        ? repair.delete(removal.plan())
        : keep("not deleted: the rule does not match the delete of its source");
  }

  private Repair.Result keep(String message) {
    return new Repair.Result(
        Action.KEPT, 0, 0, flow.deletes() ? null : SkipReason.EVENT_IGNORED, null, message);
  }
}
