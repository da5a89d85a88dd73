package io.github.s3sync.benchmarks;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies a second over the middle nine tenths of a round: how a reader starts, and how long it
 * keeps its last, incomplete batch, is no rate.
 */
final class CopyPace implements OutcomeListener {

  private final AtomicInteger copied = new AtomicInteger();
  private volatile int from;
  private volatile int to;
  private volatile long fromNanos;
  private volatile long toNanos;

  /** Begins to count anew. */
  void expect(int copies) {
    from = copies / 20;
    to = copies - from;
    copied.set(0);
  }

  @Override
  public void onOutcome(CopyOutcome outcome) {
    if (!(outcome instanceof CopyOutcome.Copied)) {
      return;
    }
    int now = copied.incrementAndGet();
    if (now == from) {
      fromNanos = System.nanoTime();
    } else if (now == to) {
      toNanos = System.nanoTime();
    }
  }

  /** Once all have been made. */
  double perSecond() {
    return (to - from) / ((toNanos - fromNanos) / 1e9);
  }
}
