package io.github.s3sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;

/** Logs a warning at most once a minute, with the number of occurrences since the last one. */
final class MinuteWarning {

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Clock clock;
  private Instant quietUntil = Instant.MIN;
  private Instant lastLogged = Instant.MAX;
  private long unlogged;

  MinuteWarning(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts one occurrence, and logs it unless a warning was logged within the last minute.
   *
   * @param log writes the warning; its argument is the number of occurrences since the last warning
   */
  synchronized void occurred(LongConsumer log) {
    unlogged++;
    Instant now = clock.instant();
    // A clock that was set back must not silence the warning.
    if (now.isBefore(quietUntil) && !now.isBefore(lastLogged)) {
      return;
    }
    log.accept(unlogged);
    unlogged = 0;
    lastLogged = now;
    quietUntil = now.plus(QUIET);
  }
}
