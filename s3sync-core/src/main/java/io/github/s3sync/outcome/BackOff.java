package io.github.s3sync.outcome;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * Computes how long to wait before the next attempt. The wait doubles with each failure, up to a
 * limit. It is a random time between half of that and all of it, so that messages which failed
 * together are not retried together. Thread-safe if the random source is.
 *
 * @param first the maximum wait after the first failure
 * @param max the maximum of all waits
 * @param random returns numbers from 0 to 1
 * @since 0.1.0
 */
public record BackOff(Duration first, Duration max, DoubleSupplier random) {

  /** 2 to the power of this exceeds any useful ratio of the longest to the first wait. */
  private static final int MAX_DOUBLINGS = 20;

  /** Rejects nulls. */
  public BackOff {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(max, "max");
    Objects.requireNonNull(random, "random");
  }

  /**
   * Returns a back-off that draws from {@link Math#random}.
   *
   * @param first the maximum wait after the first failure
   * @param max the maximum of all waits
   * @return the back-off
   */
  public static BackOff of(Duration first, Duration max) {
    return new BackOff(first, max, Math::random);
  }

  /**
   * Returns how long to wait after a failure.
   *
   * @param failures how many attempts have failed, such as a message's receive count
   * @return the wait
   */
  public Duration after(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
    Duration whole = first.multipliedBy(1L << doublings);
    double millis = (whole.compareTo(max) > 0 ? max : whole).toMillis();
    return Duration.ofMillis((long) (millis / 2 * (1 + random.getAsDouble())));
  }
}
