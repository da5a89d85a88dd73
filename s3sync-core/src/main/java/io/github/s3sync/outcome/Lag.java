package io.github.s3sync.outcome;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Computes the time from an event to its outcome, if it is plausible. The time of an event is set
 * by its sender, and some senders set an invalid time.
 *
 * @since 0.1.0
 */
public final class Lag {

  /** No event is delivered after this long. */
  static final Duration MAX = Duration.ofDays(3_650);

  /** No two clocks differ by this much. */
  static final Duration MAX_AHEAD = Duration.ofDays(1);

  private Lag() {}

  /**
   * Returns the lag.
   *
   * @param event the event's time; null if it has none
   * @param done the time of the outcome
   * @return the lag, which may be negative because of two clocks; null if there is no time or if it
   *     is implausible
   */
  public static @Nullable Duration between(@Nullable Instant event, Instant done) {
    if (event == null) {
      return null;
    }
    Duration lag = Duration.between(event, done);
    return isPlausible(lag) ? lag : null;
  }

  /**
   * Tells whether a duration is a plausible lag: from one day before the event to ten years after
   * it.
   *
   * @param lag the duration
   * @return false if the duration must not be used in a metric
   */
  public static boolean isPlausible(Duration lag) {
    return lag.compareTo(MAX) <= 0 && lag.compareTo(MAX_AHEAD.negated()) >= 0;
  }
}
