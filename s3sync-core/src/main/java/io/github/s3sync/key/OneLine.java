package io.github.s3sync.key;

import io.github.s3sync.event.LogText;

/**
 * Text for logs. A key may hold any character, and one with a line break in it could pass for a
 * second log entry.
 *
 * @since 0.1.0
 */
public final class OneLine {

  private OneLine() {}

  /**
   * Escapes what ends a line, controls a terminal, changes the direction of writing or is half of a
   * surrogate pair.
   *
   * @param text any text
   * @return the same, with each such character as a backslash, {@code u} and four hexadecimal
   *     digits
   */
  public static String of(String text) {
    return LogText.of(text);
  }

  /**
   * Escapes, and cuts what is long.
   *
   * @param text any text
   * @param most how many characters are kept
   * @return the beginning, escaped, with an ellipsis where something was cut off
   */
  public static String of(String text, int most) {
    return LogText.of(text, most);
  }
}
