package io.github.s3sync.event;

/**
 * Makes text from outside safe for one line of a log or a terminal.
 *
 * @since 0.1.0
 */
@Internal
public final class LogText {

  private LogText() {}

  /**
   * Escapes characters that end a line, control a terminal or change the text direction, and
   * unpaired surrogates.
   *
   * @param text any text
   * @return the text, with each such character as a backslash, {@code u} and four hexadecimal
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
   * Escapes a text and shortens it if it is long.
   *
   * @param text any text
   * @param maxChars how many characters to keep
   * @return the start of the text, escaped, with an ellipsis if it was shortened
   */
  public static String of(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
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

  /**
   * Tells whether a character is a mark, embedding, override or isolate that changes the text
   * direction.
   */
  private static boolean isBidirectional(char c) {
    return c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
