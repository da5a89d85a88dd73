package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after the first, second … failure: doubled each time, up to a limit, and between
 * half of it and all of it at random, so that what failed together does not come back together.
 *
 * @param first the longest wait after the first failure
 * @param most the longest wait ever
 * @param random gives numbers from 0 to 1
 */
record BackOff(Duration first, Duration most, DoubleSupplier random) {

  /** 2 to the power of this is more than the longest wait in units of the shortest. */
  private static final int MOST_DOUBLINGS = 20;

  Duration after(int failures) {
    int doublings = Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS);
    Duration whole = first.multipliedBy(1L << doublings);
    double millis = (whole.compareTo(most) > 0 ? most : whole).toMillis();
    return Duration.ofMillis((long) (millis / 2 * (1 + random.getAsDouble())));
  }
}
