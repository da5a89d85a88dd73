package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/** Detects when threads wait for copies of other threads. */
public final class Waiting {

  private Waiting() {}

  /** Returns as soon as each of the threads has been seen to wait for a condition. */
  public static void until(Iterable<Thread> threads) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (Thread thread : threads) {
      // Not the thread's state: it is the same for a thread that waits for the lock before the
      // condition.
      while (!(LockSupport.getBlocker(thread) instanceof Condition)) {
        assertThat(thread.isAlive()).as("%s waits", thread).isTrue();
        assertThat(System.nanoTime()).as("time for %s to wait", thread).isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }
}
