package io.github.s3sync.key;

import io.github.s3sync.event.LogText;

/**
 * Makes text safe for logs. A key may contain any character, and a key with a line break could
 * forge a second log entry.
 *
 * @since 0.1.0
 */
public final class OneLine {

  private OneLine() {}

  /**
   * Escapes characters that end a line, control a terminal or change the text direction, and
   * unpaired surrogates.
   *
   * @param text any text
   * @return the text, with each such character as a backslash, {@code u} and four hexadecimal
   *     digits
   */
  public static String of(String text) {
    return LogText.of(text);
  }

  /**
   * Escapes a text and shortens it if it is long.
   *
   * @param text any text
   * @param maxChars how many characters to keep
   * @return the start of the text, escaped, with an ellipsis if it was shortened
   */
  public static String of(String text, int maxChars) {
    return LogText.of(text, maxChars);
  }
}
