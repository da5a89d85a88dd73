package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the replicas without a source until the whole flow is compared and copied, and then deletes
 * them. They are deleted only if the rule deletes, both listings were complete, and the delete
 * limit allows it. Does not keep more replicas than the limit. Safe for use by many threads.
 */
final class Extras {

  /**
   * The maximum number of kept replicas in a state. A flow with more of them is compared from the
   * beginning after an interruption.
   */
  static final int MAX_IN_STATE = 10_000;

  private final Flow flow;
  private final ExtraDeletes deletes;
  private final Consumer<Finding> listener;
  private final RangeLedger ledger;
  private final Queue<Kept> kept = new ArrayDeque<>();
  private boolean tooMany;

  /**
   * Creates a store of extras.
   *
   * @param listener receives each finding after its action is known
   * @param ledger counts the findings
   * @param earlier the state in which an earlier run ended
   */
  Extras(
      Flow flow,
      ExtraDeletes deletes,
      Consumer<Finding> listener,
      RangeLedger ledger,
      FlowState earlier) {
    this.flow = flow;
    this.deletes = deletes;
    this.listener = listener;
    this.ledger = ledger;
    earlier.extras().forEach(extra -> kept.add(new Kept(extra, null)));
    this.tooMany = earlier.tooManyExtras();
  }

  /**
   * Adds a replica without a source.
   *
   * @param segment the segment that counts the replica
   * @return the finding to count now; the listener receives it now or later
   */
  Finding add(Finding extra, RangeLedger.Segment segment) {
    if (!deletes.mayDelete()) {
      Finding now = deletes.withoutDelete(extra);
      listener.accept(now);
      return now;
    }
    Repair.Result result;
    synchronized (this) {
      if (!tooMany && kept.size() < deletes.max()) {
        kept.add(new Kept(extra, segment));
        return extra;
      }
      tooMany = true;
      result = deletes.kept(deletes.tooMany());
      finishAll(result);
    }
    Finding now = extra.after(result);
    listener.accept(now);
    return now;
  }

  /**
   * Deletes the kept replicas of a flow that was compared completely, or reports that the delete
   * limit does not allow it.
   *
   * @param found the counts of the comparison
   * @param stopped returns whether the run is to end early
   */
  void delete(Tally found, BooleanSupplier stopped) {
    String problem = problem(found, size());
    if (problem != null) {
      keepAll(problem);
      return;
    }
    for (Kept extra = first(); extra != null && !stopped.getAsBoolean(); extra = first()) {
      Repair.Result result = deletes.delete(extra.finding());
      synchronized (this) {
        finish(extra, result);
        kept.remove();
      }
    }
  }

  /** Reports that the kept replicas are not deleted. */
  synchronized void keepAll(String problem) {
    finishAll(deletes.kept(problem));
  }

  /** Returns the state of the flow, with the kept replicas that count in it. */
  synchronized FlowState state() {
    if (kept.size() > MAX_IN_STATE) {
      return FlowState.START;
    }
    FlowState state = ledger.state();
    List<Finding> extras = new ArrayList<>();
    for (Kept extra : kept) {
      if (state.left().stream().noneMatch(range -> contains(range, extra.finding()))) {
        extras.add(extra.finding());
      }
    }
    return new FlowState(state.tally(), state.left(), extras, tooMany);
  }

  private boolean contains(KeyRange range, Finding extra) {
    String key = Objects.requireNonNull(extra.replica(), "replica").key();
    String rest = key.substring(flow.replicaPrefix().length());
    return !range.startsAfter(rest) && !range.endsBefore(rest);
  }

  private synchronized int size() {
    return kept.size();
  }

  private synchronized @Nullable Kept first() {
    return kept.peek();
  }

  private synchronized void finishAll(Repair.Result result) {
    for (Kept extra = kept.peek(); extra != null; extra = kept.peek()) {
      finish(extra, result);
      kept.remove();
    }
  }

  private void finish(Kept extra, Repair.Result result) {
    Finding after = extra.finding().after(result);
    listener.accept(after);
    RangeLedger.Segment segment = extra.segment();
    if (segment == null) {
      ledger.replace(extra.finding(), after);
    } else {
      segment.replace(extra.finding(), after);
    }
  }

  private @Nullable String problem(Tally found, int extras) {
    if (found.sources() == 0) {
      return "no source was found at all";
    }
    return deletes.tooLargeShare(extras, found.replicas(), "replicas");
  }

  /** Holds a replica, and the segment that counts it; null if an earlier run has counted it. */
  private record Kept(Finding finding, RangeLedger.@Nullable Segment segment) {}
}
