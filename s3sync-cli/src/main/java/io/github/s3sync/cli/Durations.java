package io.github.s3sync.cli;

import java.time.Duration;

/** Formats durations for people. */
final class Durations {

  private static final int MAX_SECONDS = 120;
  private static final int MAX_MINUTES = 120;

  private Durations() {}

  static String words(Duration duration) {
    if (duration.toSeconds() < MAX_SECONDS) {
      return duration.toSeconds() + " s";
    }
    return duration.toMinutes() < MAX_MINUTES
        ? duration.toMinutes() + " minutes"
        : duration.toHours() + " hours";
  }
}
