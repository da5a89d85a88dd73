package io.github.s3sync.copy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Lets so many deletes through within any minute and no more, so that a source that is emptied by
 * mistake does not empty its replicas before somebody sees it. Safe for use by many threads.
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

  /** Whether one more may be made now; one that may is counted, whatever becomes of it. */
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
