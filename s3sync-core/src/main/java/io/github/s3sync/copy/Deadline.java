package io.github.s3sync.copy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the caller's time is over. Immutable; measured by the JVM's monotonic clock.
 *
 * @since 0.1.0
 */
public final class Deadline {

  private static final Deadline NONE = new Deadline(Long.MAX_VALUE, System::nanoTime);

  /** 73 years: added to any reading of the clock, it is still told apart from the past. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final long atNanos;
  private final LongSupplier nanoTime;

  private Deadline(long atNanos, LongSupplier nanoTime) {
    this.atNanos = atNanos;
    this.nanoTime = nanoTime;
  }

  /**
   * No deadline.
   *
   * @return it
   */
  public static Deadline none() {
    return NONE;
  }

  /**
   * A deadline from now on.
   *
   * @param duration how much time there is; no time at all if it is negative
   * @return it
   */
  public static Deadline after(Duration duration) {
    return after(duration, System::nanoTime);
  }

  static Deadline after(Duration duration, LongSupplier nanoTime) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    long nanos = bounded.isNegative() ? 0 : bounded.toNanos();
    return new Deadline(nanoTime.getAsLong() + nanos, nanoTime);
  }

  /**
   * Whether there is one.
   *
   * @return false for {@link #none()}
   */
  public boolean isSet() {
    return this != NONE;
  }

  /**
   * How much time is left.
   *
   * @return zero if none is; very long if there is no deadline
   */
  public Duration remaining() {
    if (!isSet()) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    return Duration.ofNanos(Math.max(0, atNanos - nanoTime()));
  }

  /** What the clock that it is measured by shows. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }
}
