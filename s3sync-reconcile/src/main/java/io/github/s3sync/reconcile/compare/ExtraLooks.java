package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up again the replicas that had no source, the last time at least the settle time after the
 * first look at each of them. Not for use by several threads.
 */
final class ExtraLooks {

  private static final Logger log = LoggerFactory.getLogger(ExtraLooks.class);

  /** The number of looks before the last one; each pause is twice as long as the one before. */
  private static final int EARLY_LOOKS = 6;

  /** The maximum number of replicas that are looked up more than twice. */
  private static final int MAX_LOOKED_UP_OFTEN = 1_000;

  private final KeptExtras extras;
  private final Scope scope;
  private final Again again;
  private final int workers;
  private final BooleanSupplier stopped;

  /**
   * Creates the looks of one run.
   *
   * @param extras the replicas; those with a source are reported
   * @param again looks one of them up; the last look is more thorough
   * @param workers the number of threads
   * @param stopped returns whether the run is to end early
   */
  ExtraLooks(KeptExtras extras, Scope scope, Again again, int workers, BooleanSupplier stopped) {
    this.extras = extras;
    this.scope = scope;
    this.again = again;
    this.workers = workers;
    this.stopped = stopped;
  }

  /**
   * Looks the replicas up.
   *
   * @param wait waits until the settle time has passed; null to look only at replicas that it has
   *     passed for
   */
  void run(@Nullable SettleWait wait) {
    Duration pause = scope.settle().dividedBy(1L << EARLY_LOOKS);
    Duration waited = Duration.ZERO;
    while (!stopped.getAsBoolean()) {
      Duration left = scope.settle().minus(waited);
      Duration last = untilLastLook(left);
      if (last == null) {
        return;
      }
      boolean end = isOver(last);
      if (end || wait == null || extras.pendingSize() <= MAX_LOOKED_UP_OFTEN) {
        lookAtAll(end);
      }
      last = end ? null : untilLastLook(left);
      if (last == null || wait == null || stopped.getAsBoolean()) {
        return;
      }
      if (isOver(last)) {
        continue;
      }
      Duration next =
          extras.pendingSize() > MAX_LOOKED_UP_OFTEN || pause.compareTo(last) > 0 ? last : pause;
      wait.await(extras.pendingSize(), next, last, stopped);
      waited = waited.plus(next);
      pause = pause.multipliedBy(2);
    }
  }

  /**
   * Returns the time until the last look at all replicas; null if there are none.
   *
   * @param max the longest time, because a clock that stands still must not prolong the wait
   */
  private @Nullable Duration untilLastLook(Duration max) {
    Instant now = scope.clock().instant();
    Instant lastFirstSeen = extras.lastFirstSeen();
    if (lastFirstSeen == null) {
      return null;
    }
    Duration left = Duration.between(now, dueAfter(lastFirstSeen));
    return left.compareTo(max) < 0 ? left : max;
  }

  private static boolean isOver(Duration left) {
    return left.isNegative() || left.isZero();
  }

  private Instant dueAfter(Instant firstSeen) {
    return firstSeen.plus(scope.settle());
  }

  private void lookAtAll(boolean end) {
    Instant now = scope.clock().instant();
    try (Workers pool = new Workers(workers)) {
      for (KeptExtra extra : extras.pending()) {
        boolean last = end || !dueAfter(extra.pending().firstSeen()).isAfter(now);
        pool.execute(
            () -> {
              if (!stopped.getAsBoolean()) {
                lookOrStop(extra, last);
              }
            });
      }
    }
    extras.endRound();
  }

  private void lookOrStop(KeptExtra extra, boolean last) {
    try {
      look(extra, last);
    } catch (RuntimeException e) {
      // The listener has failed, which its caller has recorded, or the result of the flow contains
      // a problem because the replica remains.
      log.debug("the finding about {} was not reported", extra.finding().replica(), e);
    }
  }

  private void look(KeptExtra extra, boolean last) {
    Finding before = extra.finding();
    Finding after = again.look(before, last);
    boolean failedEarly = !last && after.verdict() == Verdict.FAILED;
    if (after.verdict() != Verdict.EXTRA && !failedEarly) {
      extras.finish(extra, after);
    } else {
      extra.lookedAt(after, last);
    }
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
}
