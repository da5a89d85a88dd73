package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replicas without a source until the run has compared and copied all other objects. S3
 * does not show when a source was deleted, so the event of the delete may still arrive. Each
 * replica is therefore looked up again, the last time at least the settle time after its first
 * look-up. The replicas that still have no source are then reported or deleted. They are deleted
 * only if the rule deletes, both listings were complete, and the delete limit allows it.
 *
 * <p>A replica of a rule that does not delete is reported at once, because no event deletes it.
 * Memory is limited: replicas beyond the limit are reported without another look-up. Safe for use
 * by many threads.
 */
final class Extras {

  private final Flow flow;
  private final ExtraDeletes deletes;
  private final Scope scope;
  private final Consumer<Finding> listener;
  private final int capacity;
  private final KeptExtras kept;

  /**
   * Creates a store of extras.
   *
   * @param listener receives each finding after its action is known
   */
  Extras(Flow flow, ExtraDeletes deletes, Scope scope, Consumer<Finding> listener) {
    this.flow = flow;
    this.deletes = deletes;
    this.scope = scope;
    this.listener = listener;
    int max = deletes.mayDelete() ? deletes.max() : 0;
    this.capacity = scope.settles() ? Math.max(max, KeptExtras.MAX_KEPT) : max;
    this.kept = new KeptExtras(scope, capacity, listener);
  }

  /**
   * Adds the replicas that the run kept before it was resumed.
   *
   * @param recount replaces a finding that was counted before the run was resumed
   */
  void addAll(FlowState earlier, BiConsumer<Finding, Finding> recount) {
    kept.addAll(earlier, recount);
  }

  /**
   * Adds a replica without a source.
   *
   * @param position the position of the replica in the ledger of its flow
   * @param recount replaces the finding after it was counted
   * @return the finding to count now; the listener receives it now or later
   */
  Finding add(Finding extra, String position, BiConsumer<Finding, Finding> recount) {
    Finding now;
    if (!flow.deletes() || !(scope.settles() || deletes.mayDelete())) {
      now = deletes.withoutDelete(extra);
    } else {
      Repair.Result ifFull =
          deletes.mayDelete() ? deletes.kept(deletes.tooMany()) : notLookedUpAgain();
      if (kept.add(extra, position, recount, ifFull)) {
        return extra;
      }
      now = extra.after(ifFull);
    }
    listener.accept(now);
    return now;
  }

  private Repair.Result notLookedUpAgain() {
    String message =
        "more than %,d replicas have no source, so this one was not looked up again after the"
            + " settle time";
    return KeptExtras.nothingDone(message.formatted(capacity));
  }

  /**
   * Looks up the replicas without a source again.
   *
   * @param again looks up one replica; the last look-up is more thorough
   * @param wait waits until the settle time has passed; null to look up only the replicas for which
   *     it has passed already
   * @param workers the number of threads
   * @param stopped returns whether the run is to end early
   */
  void lookAgain(
      ExtraLooks.Again again, @Nullable SettleWait wait, int workers, BooleanSupplier stopped) {
    new ExtraLooks(kept, scope, again, workers, stopped).run(wait);
  }

  /**
   * Deletes the kept replicas of a flow that was compared completely, or reports that the run does
   * not delete or that the delete limit does not allow it.
   *
   * @param problem returns why no replica may be deleted, given the number of replicas without a
   *     source; null if there is no problem
   * @param stopped returns whether the run is to end early
   */
  void delete(Function<Integer, @Nullable String> problem, BooleanSupplier stopped) {
    if (!deletes.mayDelete()) {
      kept.finishKept(KeptExtras.nothingDone(null));
      return;
    }
    int number = kept.keptSize();
    boolean exceeds = kept.isTooMany() || number > deletes.max();
    String reason = number == 0 ? null : exceeds ? deletes.tooMany() : problem.apply(number);
    if (reason != null) {
      keepAll(reason);
      return;
    }
    for (KeptExtra extra = kept.first();
        extra != null && !stopped.getAsBoolean();
        extra = kept.first()) {
      Repair.Result result = deletes.delete(extra.finding());
      kept.finishFirst(extra, extra.finding().after(result));
    }
  }

  /**
   * Returns the problem of a complete flow whose replicas without a source are not all reported or
   * deleted; null if they are.
   *
   * @param reason why they are not
   */
  @Nullable String undecided(String reason) {
    int number = kept.undecided();
    return number == 0
        ? null
        : "%,d replicas without a source were not looked up again or not deleted: %s"
            .formatted(number, reason);
  }

  /** Reports the replicas that are not deleted, and those that were not looked up again. */
  void keepAll(String problem) {
    kept.finishAll(
        deletes.mayDelete() ? deletes.kept(problem) : KeptExtras.nothingDone(null), problem);
  }

  /** Adds the kept replicas that count in a state of the flow. */
  FlowState state(RangeLedger ledger) {
    return kept.state(ledger);
  }
}
