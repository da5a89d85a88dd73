package io.github.s3sync.outcome;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the number of log lines within a minute, and counts those that it suppresses. Thread-safe.
 */
final class LogLimit {

  private final int linesPerMinute;
  private final LongSupplier nanoTime;
  private long minuteBegan;
  private int lines;
  private int suppressed;

  LogLimit(int linesPerMinute, LongSupplier nanoTime) {
    this.linesPerMinute = linesPerMinute;
    this.nanoTime = nanoTime;
    this.minuteBegan = nanoTime.getAsLong();
  }

  /**
   * Requests a line.
   *
   * @return the number of lines that were suppressed since the last one; -1 if this one must be
   *     suppressed
   */
  synchronized int acquire() {
    long now = nanoTime.getAsLong();
    if (now - minuteBegan >= TimeUnit.MINUTES.toNanos(1)) {
      minuteBegan = now;
      lines = 0;
    }
    if (lines >= linesPerMinute) {
      suppressed++;
      return -1;
    }
    lines++;
    int before = suppressed;
    suppressed = 0;
    return before;
  }
}
