package io.github.s3sync;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Counts the calls that are running, so that what they use is closed after they have ended. */
final class OpenCalls {

  /** One party stands for the façade, until it is closed. */
  private final Phaser calls = new Phaser(1);

  <T> T count(Supplier<T> call) {
    boolean counted = calls.register() >= 0;
    try {
      return call.get();
    } finally {
      if (counted) {
        calls.arriveAndDeregister();
      }
    }
  }

  /**
   * Waits until no call is running.
   *
   * @return false if calls are still running after the maximum time, or if the thread was
   *     interrupted, which it still is then
   */
  boolean awaitEnd(Duration max) {
    int phase = calls.arriveAndDeregister();
    try {
      calls.awaitAdvanceInterruptibly(phase, max.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
