package io.github.s3sync.cli.page;

import io.github.s3sync.event.LogText;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats values for people. */
final class Words {

  private static final int MAX_MESSAGE = 400;
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Words() {}

  static String of(Verdict verdict) {
    return switch (verdict) {
      case SAME -> "equal";
      case MISSING -> "missing";
      case DIFFERS -> "different";
      case EXTRA -> "extra";
      case IN_FLIGHT -> "in flight";
      case UNKNOWN -> "unknown";
      case EXCLUDED -> "excluded";
      case FAILED -> "failed";
    };
  }

  static String meaning(Verdict verdict) {
    return switch (verdict) {
      case SAME -> "The replica is equal to its source, as far as the level shows.";
      case MISSING -> "The source has no replica.";
      case DIFFERS -> "The replica differs from its source in the properties that are named.";
      case EXTRA -> "The replica has no source.";
      case IN_FLIGHT -> "The object changed too recently to be judged. Compare it again later.";
      case UNKNOWN -> "The comparison cannot determine whether the replica is correct.";
      case EXCLUDED -> "The rules or filters do not apply to the object.";
      case FAILED -> "The object could not be looked up.";
    };
  }

  static String cssClass(Verdict verdict) {
    return "v-" + verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String of(Action action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Returns a percentage that is 0 or 100 only if it is exact. */
  static String share(long part, long total) {
    double percent = 100.0 * part / total;
    if (part > 0 && percent < 0.01) {
      return "< 0.01 %";
    }
    if (part < total && percent > 99.99) {
      return "> 99.99 %";
    }
    return String.format(Locale.ROOT, percent >= 10 ? "%.1f %%" : "%.2f %%", percent);
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1_024 && unit < UNITS.length - 1) {
      value /= 1_024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3_600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
  }

  /**
   * Returns a conclusion with a capital letter, and without the word that the page shows anyway.
   */
  static String sentence(String conclusion) {
    String text = conclusion.replaceFirst("^incomplete: ", "");
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String text(@Nullable String text) {
    return text == null ? "" : LogText.of(text, MAX_MESSAGE);
  }

  /** Returns the URI of an object, with its complete key. */
  static String uri(@Nullable ObjectRef object) {
    return object == null ? "" : LogText.of("s3://" + object.bucket() + "/" + object.key());
  }
}
