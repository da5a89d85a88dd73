package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the replicas without a source until the whole run is compared and copied. S3 does not show
 * when a source was deleted, so its event may be on its way. Each replica is therefore looked up
 * again, the last time at least the settle time after its first look. The replicas that still have
 * no source are then reported or deleted. They are deleted only if the rule deletes, both listings
 * were complete, and the delete limit allows it.
 *
 * <p>A replica of a rule that does not delete is reported at once, because no event deletes it.
 * Memory is limited: replicas beyond the limit are reported without another look. Safe for use by
 * many threads.
 */
final class Extras {

  /**
   * The maximum number of kept replicas, unless more may be deleted, and their maximum number in a
   * state. A flow with more of them in its state is compared from the beginning after an
   * interruption.
   */
  static final int MAX_KEPT = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Extras.class);

  /** The number of looks before the last one; each pause is twice as long as the one before. */
  private static final int EARLY_LOOKS = 6;

  /** The maximum number of replicas that are looked up more than twice. */
  private static final int MAX_LOOKED_UP_OFTEN = 1_000;

  private final Flow flow;
  private final ExtraDeletes deletes;
  private final Scope scope;
  private final Consumer<Finding> listener;

  /** Replicas that are still to be looked up again. */
  private final Queue<Kept> pending = new ArrayDeque<>();

  /** Replicas that are reported or deleted at the end. */
  private final Queue<Kept> kept = new ArrayDeque<>();

  private boolean tooMany;

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
  }

  /**
   * Adds the replicas that an earlier run has kept.
   *
   * @param recount replaces a finding that the earlier run has counted
   */
  void addAll(FlowState earlier, BiConsumer<Finding, Finding> recount) {
    tooMany = earlier.tooManyExtras();
    for (PendingExtra extra : earlier.extras()) {
      put(new Kept(extra, null, recount));
    }
  }

  private void put(Kept extra) {
    (settles() ? pending : kept).add(extra);
  }

  private boolean settles() {
    return !scope.settle().isZero();
  }

  private int capacity() {
    int max = deletes.mayDelete() ? deletes.max() : 0;
    return settles() ? Math.max(max, MAX_KEPT) : max;
  }

  /**
   * Adds a replica without a source.
   *
   * @param position the position of the replica in the ledger of its flow
   * @param recount replaces the finding after it was counted
   * @return the finding to count now; the listener receives it now or later
   */
  Finding add(Finding extra, String position, BiConsumer<Finding, Finding> recount) {
    if (!flow.deletes() || !(settles() || deletes.mayDelete())) {
      Finding now = deletes.withoutDelete(extra);
      listener.accept(now);
      return now;
    }
    Repair.Result result;
    synchronized (this) {
      if ((settles() || !tooMany) && pending.size() + kept.size() < capacity()) {
        put(new Kept(new PendingExtra(extra, scope.clock().instant()), position, recount));
        return extra;
      }
      tooMany = true;
      result = deletes.mayDelete() ? deletes.kept(deletes.tooMany()) : notLookedUpAgain();
      finishAll(result);
    }
    Finding now = extra.after(result);
    listener.accept(now);
    return now;
  }

  private Repair.Result notLookedUpAgain() {
    String message =
        "more than %,d replicas have no source, so this one was not looked up again after the"
            + " settle time";
    return new Repair.Result(Action.NONE, 0, 0, null, null, message.formatted(capacity()));
  }

  /**
   * Looks up again the replicas that have no source.
   *
   * @param again looks one of them up; the last look is more thorough
   * @param wait waits until the settle time has passed; null to look only at replicas that it has
   *     passed for
   * @param workers the number of threads
   * @param stopped returns whether the run is to end early
   */
  void lookAgain(Again again, @Nullable SettleWait wait, int workers, BooleanSupplier stopped) {
    Duration pause = scope.settle().dividedBy(1L << EARLY_LOOKS);
    Duration waited = Duration.ZERO;
    while (!stopped.getAsBoolean()) {
      Duration last = untilLastLook();
      Duration left = scope.settle().minus(waited);
      if (last == null) {
        return;
      }
      last = last.compareTo(left) < 0 ? last : left;
      // A clock that stands still must not prolong the wait.
      boolean end = last.isNegative() || last.isZero();
      if (end || wait == null || pendingSize() <= MAX_LOOKED_UP_OFTEN) {
        lookAtAll(again, end, workers, stopped);
      }
      last = end ? null : untilLastLook();
      if (last == null || wait == null || stopped.getAsBoolean()) {
        return;
      }
      last = last.compareTo(left) < 0 ? last : left;
      if (last.isNegative() || last.isZero()) {
        continue;
      }
      Duration next =
          pendingSize() > MAX_LOOKED_UP_OFTEN || pause.compareTo(last) > 0 ? last : pause;
      wait.await(pendingSize(), next, last, stopped);
      waited = waited.plus(next);
      pause = pause.multipliedBy(2);
    }
  }

  private synchronized int pendingSize() {
    return pending.size();
  }

  /** Returns the time until the last look at all replicas; null if there are none. */
  private synchronized @Nullable Duration untilLastLook() {
    Instant now = scope.clock().instant();
    return pending.stream()
        .map(extra -> Duration.between(now, dueAt(extra)))
        .max(Duration::compareTo)
        .orElse(null);
  }

  private Instant dueAt(Kept extra) {
    return extra.pending().firstSeen().plus(scope.settle());
  }

  private void lookAtAll(Again again, boolean end, int workers, BooleanSupplier stopped) {
    Instant now = scope.clock().instant();
    List<Kept> all;
    synchronized (this) {
      all = List.copyOf(pending);
    }
    try (Workers pool = new Workers(workers)) {
      for (Kept extra : all) {
        boolean last = end || !dueAt(extra).isAfter(now);
        pool.execute(
            () -> {
              if (!stopped.getAsBoolean()) {
                lookOrStop(extra, again, last);
              }
            });
      }
    }
    synchronized (this) {
      pending.stream()
          .filter(extra -> extra.isConfirmed() && !extra.isDecided())
          .forEach(kept::add);
      pending.removeIf(extra -> extra.isConfirmed() || extra.isDecided());
    }
  }

  private void lookOrStop(Kept extra, Again again, boolean last) {
    try {
      look(extra, again, last);
    } catch (RuntimeException e) {
      // The listener has failed, which its caller has recorded. The replica remains in the state.
      log.debug("a finding was not reported", e);
    }
  }

  private void look(Kept extra, Again again, boolean last) {
    Finding before = extra.finding();
    Finding after = again.look(before, last);
    boolean failedEarly = !last && after.verdict() == Verdict.FAILED;
    if (after.verdict() != Verdict.EXTRA && !failedEarly) {
      finish(extra, after);
    } else {
      extra.lookedAt(after, last);
    }
  }

  /**
   * Deletes the kept replicas of a flow that was compared completely, or reports that the delete
   * limit does not allow it.
   *
   * @param problem returns why none may be deleted, for the number of replicas without a source;
   *     null if there is no problem
   * @param stopped returns whether the run is to end early
   */
  void delete(Function<Integer, @Nullable String> problem, BooleanSupplier stopped) {
    if (!deletes.mayDelete()) {
      return;
    }
    int number = keptSize();
    boolean exceeds = isTooMany() || number > deletes.max();
    String reason = number == 0 ? null : exceeds ? deletes.tooMany() : problem.apply(number);
    if (reason != null) {
      keepAll(reason);
      return;
    }
    for (Kept extra = first(); extra != null && !stopped.getAsBoolean(); extra = first()) {
      Repair.Result result = deletes.delete(extra.finding());
      synchronized (this) {
        finish(extra, extra.finding().after(result));
        kept.remove();
      }
    }
  }

  /** Reports the replicas that are not deleted, and those that were not looked up again. */
  synchronized void keepAll(String problem) {
    finishAll(
        deletes.mayDelete()
            ? deletes.kept(problem)
            : new Repair.Result(Action.NONE, 0, 0, null, null, null));
    for (Kept extra = pending.peek(); extra != null; extra = pending.peek()) {
      Finding before = extra.finding();
      finish(
          extra,
          before
              .in(Verdict.IN_FLIGHT)
              .after(
                  new Repair.Result(
                      Action.NONE,
                      0,
                      0,
                      null,
                      null,
                      "the source was gone, and was not looked up again after the settle time: "
                          + problem)));
      pending.remove();
    }
  }

  /** Adds the kept replicas that count in a state of the flow. */
  synchronized FlowState state(RangeLedger ledger) {
    if (pending.size() + kept.size() > MAX_KEPT) {
      return FlowState.START;
    }
    FlowState state = ledger.state();
    List<PendingExtra> extras = new ArrayList<>();
    for (Queue<Kept> queue : List.of(pending, kept)) {
      for (Kept extra : queue) {
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

  private synchronized int keptSize() {
    return kept.size();
  }

  private synchronized boolean isTooMany() {
    return tooMany;
  }

  private synchronized @Nullable Kept first() {
    return kept.peek();
  }

  private synchronized void finishAll(Repair.Result result) {
    for (Kept extra = kept.peek(); extra != null; extra = kept.peek()) {
      finish(extra, extra.finding().after(result));
      kept.remove();
    }
  }

  private synchronized void finish(Kept extra, Finding after) {
    listener.accept(after);
    extra.decide(after);
  }

  /** Looks at a replica again. */
  @FunctionalInterface
  interface Again {

    /**
     * Looks at a replica again.
     *
     * @param extra the finding of the earlier look
     * @param last whether this is the last look
     * @return the finding of this look
     */
    Finding look(Finding extra, boolean last);
  }

  /** Holds a replica. Guarded by the store, except that one thread at a time looks at it. */
  private static final class Kept {

    private final PendingExtra pending;
    private final @Nullable String position;
    private final BiConsumer<Finding, Finding> recount;
    private volatile Finding finding;
    private volatile boolean confirmed;
    private volatile boolean decided;

    Kept(PendingExtra pending, @Nullable String position, BiConsumer<Finding, Finding> recount) {
      this.pending = pending;
      this.position = position;
      this.recount = recount;
      this.finding = pending.finding();
    }

    PendingExtra pending() {
      return pending;
    }

    /** Returns the position in the ledger; null if an earlier run has counted the replica. */
    @Nullable String position() {
      return position;
    }

    /** Returns the finding of the last look. */
    Finding finding() {
      return finding;
    }

    /** Returns the finding that was counted. */
    Finding counted() {
      return pending.finding();
    }

    void lookedAt(Finding now, boolean last) {
      finding = now.verdict() == Verdict.EXTRA ? now : finding.withRequests(now.requests());
      confirmed = last;
    }

    boolean isConfirmed() {
      return confirmed;
    }

    void decide(Finding after) {
      recount.accept(pending.finding(), after);
      decided = true;
    }

    boolean isDecided() {
      return decided;
    }
  }
}
