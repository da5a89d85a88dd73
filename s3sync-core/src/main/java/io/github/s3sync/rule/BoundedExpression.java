package io.github.s3sync.rule;

import io.github.s3sync.key.OneLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions over keys, with a limit to the steps that one key may cost. The JDK tries one
 * way after the other, and an expression such as {@code ((a+)+)+b} has more ways through a key of
 * fifty characters than can be tried in years. Whoever names objects would decide how long a thread
 * is busy.
 */
final class BoundedExpression {

  /** Characters that may be looked at for one key: some hundredths of a second. */
  static final int MAX_STEPS = 10_000_000;

  private static final int MAX_SHOWN = 200;

  private BoundedExpression() {}

  /**
   * Returns a matcher for a key.
   *
   * @return the matcher, whose methods throw {@link ExpressionTooSlowException} if they take too
   *     many steps
   */
  static Matcher matcher(Pattern pattern, String key) {
    return pattern.matcher(new CountedText(key, pattern));
  }

  /** A key that counts how often the expression looks at a character. */
  private static final class CountedText implements CharSequence {

    private final String text;
    private final Pattern pattern;
    private int steps;

    CountedText(String text, Pattern pattern) {
      this.text = text;
      this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw new ExpressionTooSlowException(
            "the expression '"
                + OneLine.of(pattern.pattern(), MAX_SHOWN)
                + "' took over "
                + MAX_STEPS
                + " steps on the key, expected one without repetitions that can match the same text"
                + " in several ways");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
