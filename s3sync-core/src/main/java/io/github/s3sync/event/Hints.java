package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an event other than the key. A copy does not need them, so an implausible
 * value becomes null and never a reason to reject the record.
 */
final class Hints {

  /** Longer than any value that a store creates. */
  private static final int MAX_LENGTH = 1_024;

  private static final int MAX_TIME_LENGTH = 64;
  private static final int MAX_NUMBER_LENGTH = 40;

  /** How far a sender's clock may be ahead. */
  static final Duration MAX_AHEAD = Duration.ofDays(1);

  private Hints() {}

  /**
   * Returns an entity tag without the quotes, which the S3 API adds and events omit; null if the
   * result cannot be used in a condition.
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
   * Returns a version; null if there is none, or if it is the "null" of a bucket without versions.
   */
  static @Nullable String versionId(@Nullable String text) {
    return text != null && isToken(text) && !text.equals("null") ? text : null;
  }

  static @Nullable String sequencer(@Nullable String text) {
    return text != null && isToken(text) ? text : null;
  }

  /** Returns a number of bytes; null if it cannot be right. */
  static @Nullable Long size(@Nullable Long bytes) {
    return bytes == null || bytes < 0 ? null : bytes;
  }

  /** Returns a number of bytes, which some senders write as text or with a decimal point. */
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
      // Checked first, because the digits of 1e999999999 would exhaust the memory.
      boolean fits = number.signum() >= 0 && (long) number.precision() - number.scale() <= 19;
      return fits && number.scale() <= MAX_NUMBER_LENGTH ? number.longValueExact() : null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * Returns a time, or null if it is malformed or implausible: Go writes the year 1 if it has no
   * time.
   */
  static @Nullable Instant time(@Nullable String text, Instant now) {
    if (text == null || text.length() > MAX_TIME_LENGTH) {
      return null;
    }
    try {
      // Older Ceph releases write a space instead of the T of ISO 8601.
      Instant time = Instant.parse(text.trim().replace(' ', 'T'));
      return time.isBefore(Instant.EPOCH) || time.isAfter(now.plus(MAX_AHEAD)) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Tells whether a text can be the value of a header without escaping. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
