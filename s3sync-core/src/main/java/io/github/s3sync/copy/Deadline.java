package io.github.s3sync.copy;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the caller's time is over. Immutable; measured by the JVM's monotonic clock.
 *
 * @since 0.1.0
 */
public final class Deadline {

  private static final Deadline NONE = new Deadline(false, 0, System::nanoTime, null);

  /** 73 years: added to any reading of the clock, it is still told apart from the past. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final boolean set;
  private final long atNanos;
  private final LongSupplier nanoTime;
  private final @Nullable Duration patience;

  private Deadline(boolean set, long atNanos, LongSupplier nanoTime, @Nullable Duration patience) {
    this.set = set;
    this.atNanos = atNanos;
    this.nanoTime = nanoTime;
    this.patience = patience;
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
    return new Deadline(true, nanoTime.getAsLong() + nanos, nanoTime, null);
  }

  /**
   * Returns this deadline for a caller who can come again, such as the poller of a queue, and wants
   * its thread back when one replica is worked on for long. Where other work for the same replica
   * is going on, one caller waits for it until the deadline. Further ones wait for no longer than
   * this, and then fail with {@link io.github.s3sync.plan.FailureReason#BUSY}.
   *
   * @param patience how long to wait; not at all if it is zero
   * @return the same deadline, with that
   */
  public Deadline withPatience(Duration patience) {
    return new Deadline(set, atNanos, nanoTime, patience);
  }

  /** How long to wait for other work; null for as long as there is time. */
  @Nullable Duration patience() {
    return patience;
  }

  /**
   * Whether there is one.
   *
   * @return false for {@link #none()}, with or without patience
   */
  public boolean isSet() {
    return set;
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
