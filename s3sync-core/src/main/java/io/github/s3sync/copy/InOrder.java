package io.github.s3sync.copy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the parts of one object be read one after the other, although several threads copy them: for
 * a digest of the whole, which must see the bytes in their order. Whoever waits for its turn holds
 * nothing that another one needs.
 */
final class InOrder {

  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private int next;
  private @Nullable RuntimeException stopped;

  /**
   * Runs the step of one part when all parts before it had theirs. If it fails, it can be run
   * again. Once a part has had its turn, further calls for it run {@code again} instead, without
   * waiting.
   *
   * @throws RuntimeException why another part has failed for good
   */
  <T> T run(int part, Supplier<T> step, Supplier<T> again) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (next < part && stopped == null) {
        long unused = moved.awaitNanos(SLICE_NANOS);
      }
      if (stopped != null) {
        throw stopped;
      }
      if (next == part) {
        T result = step.get();
        next++;
        moved.signalAll();
        return result;
      }
    } finally {
      lock.unlock();
    }
    return again.get();
  }

  /** Ends the waiting of all: a part has failed for good. */
  void stop(RuntimeException why) {
    lock.lock();
    try {
      stopped = why;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
