package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the replicas without a source of one flow until their actions are known. A replica is
 * reported, recounted and marked as decided in one step, so that each state contains it either as a
 * kept replica or as a decided one. Safe for use by many threads.
 */
final class KeptExtras {

  /**
   * The maximum number of kept replicas, unless more may be deleted, and their maximum number in a
   * state. A flow with more of them in its state is compared from the beginning after an
   * interruption.
   */
  static final int MAX_KEPT = 10_000;

  private final Scope scope;
  private final int capacity;
  private final Consumer<Finding> listener;

  /** Replicas that are still to be looked up again. */
  private final Queue<KeptExtra> pending = new ArrayDeque<>();

  /** Replicas that are reported or deleted at the end. */
  private final Queue<KeptExtra> kept = new ArrayDeque<>();

  private boolean tooMany;

  /**
   * Creates an empty store.
   *
   * @param capacity the maximum number of replicas
   * @param listener receives each finding after its action is known
   */
  KeptExtras(Scope scope, int capacity, Consumer<Finding> listener) {
    this.scope = scope;
    this.capacity = capacity;
    this.listener = listener;
  }

  /** Adds the replicas that an earlier run has kept. */
  synchronized void addAll(FlowState earlier, BiConsumer<Finding, Finding> recount) {
    tooMany = earlier.tooManyExtras();
    for (PendingExtra extra : earlier.extras()) {
      put(new KeptExtra(extra, null, recount));
    }
  }

  private void put(KeptExtra extra) {
    (scope.settles() ? pending : kept).add(extra);
  }

  /**
   * Adds a replica. If the store is full, reports the replicas that are not looked up again.
   *
   * @param ifFull the result of the replicas that are reported
   * @return false if the store is full and the replica was not added
   */
  synchronized boolean add(
      Finding extra, String position, BiConsumer<Finding, Finding> recount, Repair.Result ifFull) {
    if ((scope.settles() || !tooMany) && size() < capacity) {
      put(new KeptExtra(new PendingExtra(extra, scope.clock().instant()), position, recount));
      return true;
    }
    tooMany = true;
    finishKept(ifFull);
    return false;
  }

  private int size() {
    return pending.size() + kept.size();
  }

  /** Returns the replicas that are to be looked up again. */
  synchronized List<KeptExtra> pending() {
    return List.copyOf(pending);
  }

  synchronized int pendingSize() {
    return pending.size();
  }

  /** Returns when the newest of the replicas to look up again was seen first; null if none is. */
  synchronized @Nullable Instant lastFirstSeen() {
    return pending.stream()
        .map(extra -> extra.pending().firstSeen())
        .max(Instant::compareTo)
        .orElse(null);
  }

  /** Ends a round of looks: no replica that was confirmed or decided is looked up again. */
  synchronized void endRound() {
    pending.stream().filter(extra -> extra.isConfirmed() && !extra.isDecided()).forEach(kept::add);
    pending.removeIf(extra -> extra.isConfirmed() || extra.isDecided());
  }

  /** Returns the number of replicas that are reported or deleted at the end. */
  synchronized int keptSize() {
    return kept.size();
  }

  /** Returns the number of replicas whose actions are not known yet. */
  synchronized int undecided() {
    return size();
  }

  /** Returns whether more replicas were found than the store holds. */
  synchronized boolean isTooMany() {
    return tooMany;
  }

  /** Returns the next replica that is reported or deleted at the end; null if there is none. */
  synchronized @Nullable KeptExtra first() {
    return kept.peek();
  }

  /** Reports and removes the replica that {@link #first} has returned. */
  synchronized void finishFirst(KeptExtra extra, Finding after) {
    finish(extra, after);
    kept.remove();
  }

  /** Reports a replica. */
  synchronized void finish(KeptExtra extra, Finding after) {
    listener.accept(after);
    extra.decide(after);
  }

  /**
   * Reports all replicas.
   *
   * @param result the result of the replicas that are not looked up again
   * @param problem why the others were not looked up again after the settle time
   */
  synchronized void finishAll(Repair.Result result, String problem) {
    finishKept(result);
    for (KeptExtra extra = pending.peek(); extra != null; extra = pending.peek()) {
      finish(extra, extra.finding().in(Verdict.IN_FLIGHT).after(notLookedUpAgain(problem)));
      pending.remove();
    }
  }

  private static Repair.Result notLookedUpAgain(String problem) {
    String message = "the source was gone, and was not looked up again after the settle time: ";
    return nothingDone(message + problem);
  }

  /** Returns the result for a replica that is only reported. */
  static Repair.Result nothingDone(@Nullable String message) {
    return new Repair.Result(Action.NONE, 0, 0, null, null, message);
  }

  /** Reports the replicas that are not looked up again. */
  synchronized void finishKept(Repair.Result result) {
    for (KeptExtra extra = kept.peek(); extra != null; extra = kept.peek()) {
      finish(extra, extra.finding().after(result));
      kept.remove();
    }
  }

  /** Adds the kept replicas that count in a state of the flow. */
  synchronized FlowState state(RangeLedger ledger) {
    if (size() > MAX_KEPT) {
      return FlowState.START;
    }
    FlowState state = ledger.state();
    List<PendingExtra> extras = new ArrayList<>();
    for (Queue<KeptExtra> queue : List.of(pending, kept)) {
      for (KeptExtra extra : queue) {
        if (!extra.isDecided()
            && state.left().stream().noneMatch(range -> contains(range, extra.position()))) {
          extras.add(new PendingExtra(extra.counted(), extra.pending().firstSeen()));
        }
      }
    }
    return new FlowState(state.tally(), state.left(), extras, tooMany);
  }

  private static boolean contains(KeyRange range, @Nullable String position) {
    return position != null && !range.startsAfter(position) && !range.endsBefore(position);
  }
}
