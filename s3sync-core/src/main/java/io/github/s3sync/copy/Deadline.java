package io.github.s3sync.copy;

import java.time.Duration;

/**
 * When the caller's time is over. Immutable; measured by the JVM's monotonic clock.
 *
 * @since 0.1.0
 */
public final class Deadline {

  private static final Deadline NONE = new Deadline(Long.MAX_VALUE);

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
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
   * @param duration how much time there is
   * @return it
   */
  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
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
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }
}
