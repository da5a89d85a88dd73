package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event says beyond the key. A copy needs none of it, so a value that cannot be right is
 * null, and never a reason to refuse the record.
 */
final class Hints {

  /** Longer than any that a store makes. */
  private static final int MAX_LENGTH = 1_024;

  private static final int MAX_TIME_LENGTH = 64;
  private static final int MAX_NUMBER_LENGTH = 40;

  /** How far a sender's clock may be ahead. */
  static final Duration MAX_AHEAD = Duration.ofDays(1);

  private Hints() {}

  /**
   * An entity tag without the quotes that the S3 API puts around it and events do not; null where
   * nothing is left that a condition could be made of.
   */
  static @Nullable String eTag(@Nullable String text) {
    String tag = text == null ? "" : text.trim();
    if (tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
      tag = tag.substring(1, tag.length() - 1);
    }
    return isToken(tag) && tag.indexOf('"') < 0 && !tag.equals("*") && !tag.startsWith("W/")
        ? tag
        : null;
  }

  /**
   * A version; null where there is none, which is what a bucket without versions says by "null".
   */
  static @Nullable String versionId(@Nullable String text) {
    return text != null && isToken(text) && !text.equals("null") ? text : null;
  }

  static @Nullable String sequencer(@Nullable String text) {
    return text != null && isToken(text) ? text : null;
  }

  /** A number of bytes, which some senders write as text or with a decimal point. */
  static @Nullable Long size(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() && node.longValue() >= 0 ? node.longValue() : null;
    }
    String text = node.isNumber() || node.isTextual() ? node.asText().trim() : "";
    if (text.isEmpty() || text.length() > MAX_NUMBER_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // Asked first: the digits of 1e999999999 fill the memory.
      boolean fits = number.signum() >= 0 && (long) number.precision() - number.scale() <= 19;
      return fits && number.scale() <= MAX_NUMBER_LENGTH ? number.longValueExact() : null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * A time, or null where it cannot be read or cannot be one: Go writes the year 1 where it has no
   * time.
   */
  static @Nullable Instant time(@Nullable String text, Instant now) {
    if (text == null || text.length() > MAX_TIME_LENGTH) {
      return null;
    }
    try {
      // Older Ceph releases put a space where ISO 8601 has a T.
      Instant time = Instant.parse(text.trim().replace(' ', 'T'));
      return time.isBefore(Instant.EPOCH) || time.isAfter(now.plus(MAX_AHEAD)) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a text can be the value of a header as it is. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
