package io.github.s3sync.reconcile.listing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import software.amazon.awssdk.utils.DateUtils;

/**
 * Parses the times in listings. The JDK's and the SDK's parsers need about as long for the time of
 * an object as the XML parser for the whole object, so that the usual form has its own parser.
 */
final class ListedTime {

  private static final String USUAL = "0000-00-00T00:00:00.000Z";

  private ListedTime() {}

  /**
   * Parses a time.
   *
   * @param text a time of ISO 8601
   * @return the time
   * @throws RuntimeException if it is not a time
   */
  static Instant parse(String text) {
    if (!isUsual(text)) {
      return DateUtils.parseIso8601Date(text);
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            number(text, 20, 23) * 1_000_000)
        .toInstant(ZoneOffset.UTC);
  }

  private static boolean isUsual(String text) {
    if (text.length() != USUAL.length()) {
      return false;
    }
    for (int i = 0; i < USUAL.length(); i++) {
      char c = text.charAt(i);
      char usual = USUAL.charAt(i);
      if (usual == '0' ? c < '0' || c > '9' : c != usual) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
