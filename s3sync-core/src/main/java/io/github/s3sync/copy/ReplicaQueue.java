package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Queues the operations on one replica, one round after another. The first waiting thread that
 * notices that its round is next executes it. Before that, threads may time out and leave; when the
 * last one leaves, the round is discarded. One thread waits until its deadline; further threads
 * wait at most for their patience, see {@link Deadline#withPatience}.
 */
final class ReplicaQueue {

  private final Lock lock;
  private final Condition changed;
  private final Map<SharedCopy.Work, SharedCopy> waiting = new LinkedHashMap<>();
  private SharedCopy.@Nullable Work turn;
  private @Nullable SharedCopy current;
  private boolean awaited;

  ReplicaQueue(Lock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  CopyResult execute(Step step, CopyPlan plan, Deadline deadline) {
    while (true) {
      SharedCopy round = enter(plan);
      SharedResult shared = await(round, plan, deadline);
      if (shared == null) {
        CopyResult result = lead(round, step, deadline);
        if (round.plan().equals(plan) || !SharedResult.isAboutOneEvent(result)) {
          return result;
        }
        // The result concerns the event of another member, and not this one.
      } else {
        CopyResult share = shared.share(plan);
        if (share != null) {
          return share;
        }
      }
    }
  }

  private SharedCopy enter(CopyPlan plan) {
    SharedCopy.Work work = SharedCopy.Work.of(plan);
    lock.lock();
    try {
      SharedCopy round;
      if (current == null) {
        turn = work;
        current = round = new SharedCopy(plan);
      } else if (work.equals(turn) && !current.hasBegun()) {
        round = current;
      } else {
        round = waiting.computeIfAbsent(work, w -> new SharedCopy(plan));
      }
      round.join(plan);
      return round;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the result of the round, or null if the calling thread must execute it. */
  private @Nullable SharedResult await(SharedCopy round, CopyPlan plan, Deadline deadline) {
    lock.lock();
    long began = deadline.nanoTime();
    boolean stays = false;
    try {
      while (round.result() == null) {
        if (round == current && !round.hasBegun()) {
          round.begin();
          return null;
        }
        if (!awaited) {
          awaited = true;
          stays = true;
        }
        long nanos = timeLeft(plan, deadline);
        if (!stays) {
          nanos = Math.min(nanos, patienceLeft(plan, deadline, began));
        }
        try {
          changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
          // The round may have become the next one meanwhile. Then no member leaves, because the
          // others rely on it.
          Thread.currentThread().interrupt();
        }
      }
      return round.result();
    } finally {
      if (stays) {
        awaited = false;
      }
      round.leave();
      if (round.isGivenUp()) {
        waiting.values().remove(round);
      }
      lock.unlock();
    }
  }

  /** Returns how long the calling thread may wait; throws if it may not wait. */
  private static long timeLeft(CopyPlan plan, Deadline deadline) {
    if (Thread.currentThread().isInterrupted()) {
      throw left(FailureReason.INTERRUPTED, plan);
    }
    long nanos = deadline.remaining().toNanos();
    if (nanos == 0) {
      throw left(FailureReason.NOT_ENOUGH_TIME, plan);
    }
    return nanos;
  }

  /**
   * Returns how long a thread may wait if another one is already waiting; throws if it may not
   * wait.
   */
  private static long patienceLeft(CopyPlan plan, Deadline deadline, long began) {
    Duration patience = deadline.patience();
    if (patience == null) {
      return Long.MAX_VALUE;
    }
    long nanos = patience.toNanos() - (deadline.nanoTime() - began);
    if (nanos <= 0) {
      throw left(FailureReason.BUSY, plan);
    }
    return nanos;
  }

  private CopyResult lead(SharedCopy round, Step step, Deadline deadline) {
    SharedResult shared = SharedResult.NOT_SHARED;
    try {
      CopyResult result = step.execute(round.plan(), deadline);
      shared = SharedResult.of(result, round.plan());
      return result;
    } catch (CopyException e) {
      shared = SharedResult.of(e);
      throw e;
    } finally {
      end(round, shared);
    }
  }

  private void end(SharedCopy round, SharedResult shared) {
    lock.lock();
    try {
      round.end(shared);
      next();
    } finally {
      lock.unlock();
    }
  }

  private void next() {
    Iterator<Map.Entry<SharedCopy.Work, SharedCopy>> rounds = waiting.entrySet().iterator();
    turn = null;
    current = null;
    if (rounds.hasNext()) {
      Map.Entry<SharedCopy.Work, SharedCopy> first = rounds.next();
      turn = first.getKey();
      current = first.getValue();
      rounds.remove();
    }
    changed.signalAll();
  }

  /** The operation of a round. */
  interface Step {
    CopyResult execute(CopyPlan plan, Deadline deadline);
  }

  private static CopyException left(FailureReason reason, CopyPlan plan) {
    return new CopyException(
        reason,
        "gave up waiting: another operation on " + plan.replica() + " was still running",
        0,
        null);
  }
}
