package io.github.s3sync.executor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Limits the number of deletes within any minute, so that a source that is emptied by mistake does
 * not empty its replicas before an operator notices. Thread-safe.
 */
final class DeleteBrake {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int perMinute;
  private final LongSupplier nanoTime;
  private final Deque<Long> passed = new ArrayDeque<>();

  DeleteBrake(int perMinute, LongSupplier nanoTime) {
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  /**
   * Tells whether one more delete may be made now. A permitted delete is counted, whatever its
   * result.
   */
  synchronized boolean letsThrough() {
    long now = nanoTime.getAsLong();
    while (!passed.isEmpty() && now - passed.getFirst() >= MINUTE) {
      passed.removeFirst();
    }
    return passed.size() < perMinute && passed.add(now);
  }

  int perMinute() {
    return perMinute;
  }
}
