package io.github.s3sync.key;

/**
 * Text for logs. A key may hold any character, and one with a line break in it could pass for a
 * second log entry.
 *
 * @since 0.1.0
 */
public final class OneLine {

  private OneLine() {}

  /**
   * Escapes what ends a line or controls a terminal.
   *
   * @param text any text
   * @return the same with control characters and line separators as a backslash, {@code u} and four
   *     hexadecimal digits
   */
  public static String of(String text) {
    if (text.chars().noneMatch(OneLine::isEscaped)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      escaped.append(isEscaped(c) ? String.format("\\u%04X", (int) c) : String.valueOf(c));
    }
    return escaped.toString();
  }

  /**
   * Escapes, and cuts what is long.
   *
   * @param text any text
   * @param most how many characters are kept
   * @return the beginning, escaped, with an ellipsis where something was cut off
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return of(text.substring(0, end)) + "…";
  }

  private static boolean isEscaped(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
