package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits the number of messages in work. The limit is halved when S3 throttles or refuses
 * everything, at most once a second. It grows by one each time that as many messages as it allows
 * have succeeded: additive increase, multiplicative decrease (AIMD), as in TCP.
 *
 * <p>Thread-safe. ConcurrencyLimit that are taken must be released.
 */
final class ConcurrencyLimit {

  /**
   * The minimum time between two halvings, so that throttled requests that were in progress
   * together count once.
   */
  private static final long HALVING_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * How long a taker waits for more slots to become free: a receive for one message costs as much
   * as one for ten.
   */
  private static final long GATHER_NANOS = Duration.ofMillis(100).toNanos();

  private final int most;
  private final LongSupplier nanoTime;
  private final ReentrantLock gathering = new ReentrantLock(true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private double limit;
  private int taken;
  private long calmNanos;
  private int refusedInARow;
  private boolean closed;

  ConcurrencyLimit(int most, LongSupplier nanoTime) {
    this.most = most;
    this.limit = most;
    this.nanoTime = nanoTime;
    this.calmNanos = nanoTime.getAsLong();
  }

  /**
   * Takes slots: waits for the first, and briefly for the others.
   *
   * @param wanted the maximum number
   * @return the number of slots, at least 1; zero if the limit is closed
   */
  int take(int wanted) throws InterruptedException {
    gathering.lockInterruptibly();
    try {
      return gather(wanted);
    } finally {
      gathering.unlock();
    }
  }

  private int gather(int wanted) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        while (free() < 1 && !closed) {
          changed.await();
        }
        long left = GATHER_NANOS;
        while (free() < Math.min(wanted, (int) limit) && left > 0 && !closed) {
          left = changed.awaitNanos(left);
        }
        if (closed) {
          return 0;
        }
        int mine = Math.min(wanted, free());
        // The limit may have been lowered meanwhile.
        if (mine > 0) {
          taken += mine;
          return mine;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits; no further slots are given out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int free() {
    return (int) limit - taken;
  }

  void release(int slots) {
    lock.lock();
    try {
      taken -= slots;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void throttled() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      if (now - calmNanos >= 0) {
        limit = Math.max(1, limit / 2);
        calmNanos = now + HALVING_PAUSE_NANOS;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Records that a message failed for its environment. As many such failures in a row as may be in
   * work at once halve the limit: these messages would fail as fast as SQS delivers them.
   */
  void refused() {
    lock.lock();
    try {
      if (++refusedInARow >= (int) limit) {
        refusedInARow = 0;
        throttled();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Records that S3 executed a request of a message. */
  void accepted() {
    lock.lock();
    try {
      refusedInARow = 0;
    } finally {
      lock.unlock();
    }
  }

  void wentWell() {
    lock.lock();
    try {
      if (limit < most && nanoTime.getAsLong() - calmNanos >= 0) {
        limit = Math.min(most, limit + 1 / limit);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }
}
