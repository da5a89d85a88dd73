package io.github.s3sync.benchmarks;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures copies per second over the middle nine tenths of a round. The start of a reader, and the
 * delay of its last, incomplete batch, would distort the rate.
 */
final class CopyPace implements OutcomeListener {

  private final AtomicInteger copied = new AtomicInteger();
  private volatile int from;
  private volatile int to;
  private volatile long fromNanos;
  private volatile long toNanos;

  /** Restarts the count. */
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

  /** Returns the rate, once all copies have been made. */
  double perSecond() {
    return (to - from) / ((toNanos - fromNanos) / 1e9);
  }
}
