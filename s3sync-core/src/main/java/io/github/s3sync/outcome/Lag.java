package io.github.s3sync.outcome;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time from an event to what became of it, as far as it is one. The time of an event is written
 * by its sender, and some write one that is no time.
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
   * @param event the event's time, if it has one
   * @param done when it was done
   * @return the lag, which two clocks may make negative; null if there is no time, or none that can
   *     be one
   */
  public static @Nullable Duration between(@Nullable Instant event, Instant done) {
    if (event == null) {
      return null;
    }
    Duration lag = Duration.between(event, done);
    return isPlausible(lag) ? lag : null;
  }

  /**
   * Whether a duration can be a lag, from a day ahead of its event to ten years behind it.
   *
   * @param lag the duration
   * @return false for what must not be in a metric
   */
  public static boolean isPlausible(Duration lag) {
    return lag.compareTo(MAX) <= 0 && lag.compareTo(MAX_AHEAD.negated()) >= 0;
  }
}
