package io.github.s3sync.event;

/**
 * Text of strangers, made safe for one line of a log or a terminal.
 *
 * @since 0.1.0
 */
public final class LogText {

  private LogText() {}

  /**
   * Escapes what ends a line, controls a terminal, changes the direction of writing or is half of a
   * surrogate pair.
   *
   * @param text any text
   * @return the same, with each such character as a backslash, {@code u} and four hexadecimal
   *     digits
   */
  public static String of(String text) {
    int at = nextEscaped(text, 0);
    if (at == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int from = 0;
    while (at < text.length()) {
      escaped.append(text, from, at).append(String.format("\\u%04X", (int) text.charAt(at)));
      from = at + 1;
      at = nextEscaped(text, from);
    }
    return escaped.append(text, from, text.length()).toString();
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

  private static int nextEscaped(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isHighSurrogate(c)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (isEscaped(c)) {
        return at;
      }
    }
    return text.length();
  }

  private static boolean isEscaped(char c) {
    return Character.isISOControl(c)
        || Character.isSurrogate(c)
        || c == '\u2028'
        || c == '\u2029'
        || isBidirectional(c);
  }

  /** The marks, embeddings, overrides and isolates that turn the direction of writing. */
  private static boolean isBidirectional(char c) {
    return c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
