package io.github.s3sync.transfer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Orders the reads of the parts of one object, although several threads copy them. A digest of the
 * whole must process the bytes in order. A thread that waits for its turn holds no resource that
 * another thread needs.
 */
final class InOrder {

  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private int next;
  private @Nullable RuntimeException stopped;

  /**
   * Runs the step of one part after the steps of all previous parts. If it fails, it can be run
   * again. After the step of a part has succeeded, further calls for the part run {@code again}
   * instead, without waiting.
   *
   * @throws RuntimeException the permanent failure of another part
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

  /** Wakes all waiting threads, because a part has failed permanently. */
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
