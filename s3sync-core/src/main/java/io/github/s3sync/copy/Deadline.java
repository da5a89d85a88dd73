package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of the caller's time, measured by the JVM's monotonic clock. Thread-safe. A deadline does
 * not move, except that a {@link StopSignal} can bring it forward.
 *
 * @since 0.1.0
 */
public final class Deadline {

  private static final Deadline NONE = new Deadline(false, 0, System::nanoTime, null, null);

  /**
   * 73 years: added to any reading of the clock, the sum is still distinguishable from the past.
   */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final boolean set;
  private final long atNanos;
  private final LongSupplier nanoTime;
  private final @Nullable Duration patience;
  private final @Nullable StopSignal stop;

  private Deadline(
      boolean set,
      long atNanos,
      LongSupplier nanoTime,
      @Nullable Duration patience,
      @Nullable StopSignal stop) {
    this.set = set;
    this.atNanos = atNanos;
    this.nanoTime = nanoTime;
    this.patience = patience;
    this.stop = stop;
  }

  /**
   * Returns a deadline that never ends.
   *
   * @return the deadline
   */
  public static Deadline none() {
    return NONE;
  }

  /**
   * Returns a deadline that ends after a duration from now.
   *
   * @param duration the time; no time at all if it is negative
   * @return the deadline
   */
  public static Deadline after(Duration duration) {
    return after(duration, System::nanoTime);
  }

  /**
   * Returns a deadline that is measured by a given clock, for tests of code that observes
   * deadlines.
   *
   * @param duration the time from now; no time at all if it is negative
   * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}; it must be
   *     thread-safe
   * @return the deadline
   */
  public static Deadline after(Duration duration, LongSupplier nanoTime) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    long nanos = bounded.isNegative() ? 0 : bounded.toNanos();
    return new Deadline(true, nanoTime.getAsLong() + nanos, nanoTime, null, null);
  }

  /**
   * Returns this deadline for a caller that can retry, such as a queue poller, and needs its thread
   * back if an operation on one replica takes long. If another operation on the same replica is
   * running, one caller waits for it until the deadline. Further callers wait only for the given
   * time and then fail with {@link io.github.s3sync.plan.FailureReason#BUSY}.
   *
   * @param patience how long to wait; zero not to wait
   * @return the same deadline with this limit
   */
  public Deadline withPatience(Duration patience) {
    return new Deadline(set, atNanos, nanoTime, patience, stop);
  }

  /**
   * Returns a deadline that ends with this one, or when a signal says so, whichever is earlier.
   *
   * @param signal brings the deadline forward when it is given
   * @return a deadline; unlimited if this deadline is unlimited and the signal is not given
   */
  public Deadline orStop(StopSignal signal) {
    return new Deadline(set, atNanos, nanoTime, patience, Objects.requireNonNull(signal, "signal"));
  }

  /** Returns how long to wait for other operations; null to wait until the deadline. */
  @Nullable Duration patience() {
    return patience;
  }

  /**
   * Returns whether the time is limited.
   *
   * @return false for {@link #none()}, with or without patience; also with a stop signal that is
   *     not given yet
   */
  public boolean isSet() {
    return set || (stop != null && stop.isGiven());
  }

  /**
   * Returns the time that is left.
   *
   * @return the time; zero if none is left, very long if the deadline is unlimited
   */
  public Duration remaining() {
    Duration own = Duration.ofNanos(set ? Math.max(0, atNanos - nanoTime()) : Long.MAX_VALUE);
    Deadline end = stop == null ? null : stop.end();
    if (end == null) {
      return own;
    }
    Duration untilStop = end.remaining();
    return untilStop.compareTo(own) < 0 ? untilStop : own;
  }

  /** Returns the current reading of the clock. */
  @Internal
  public long nanoTime() {
    return nanoTime.getAsLong();
  }
}
