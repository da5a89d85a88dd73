package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many messages may be in work at once. The limit is halved when S3 throttles or refuses
 * everything, at most once a second, and grows by one each time that as many messages as it allows
 * have gone well: additive increase, multiplicative decrease, as TCP does it.
 *
 * <p>Thread-safe. Whoever takes slots gives them back.
 */
final class Slots {

  /** What throttled requests that were under way together say counts once. */
  private static final long CALM_NANOS = Duration.ofSeconds(1).toNanos();

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

  Slots(int most, LongSupplier nanoTime) {
    this.most = most;
    this.limit = most;
    this.nanoTime = nanoTime;
    this.calmNanos = nanoTime.getAsLong();
  }

  /**
   * Takes slots: waits for the first, and a moment for the others.
   *
   * @param wanted how many at most
   * @return how many, at least 1; none once they are closed
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

  /** Nobody gets any from now on, nor waits. */
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

  void giveBack(int slots) {
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
        calmNanos = now + CALM_NANOS;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A message failed for its environment. As many in a row as may be in work at once halve the
   * limit: they would fail as fast as SQS delivers them.
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

  /** S3 did what a message asked for. */
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
