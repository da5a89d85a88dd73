package io.github.s3sync.pattern;

import io.github.s3sync.event.LogText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matches regular expressions against keys, with a limit on the steps for one key. The JDK matches
 * by backtracking: an expression such as {@code ((a+)+)+b} can need years for a key of fifty
 * characters. Without a limit, the names of objects would decide how long a thread is busy.
 */
final class BoundedExpression {

  /** How many characters may be read for one key: some hundredths of a second. */
  static final int MAX_STEPS = 10_000_000;

  private static final int MAX_LOGGED_CHARS = 200;

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

  /** Tells whether two expressions match the same keys, as far as their text and flags say. */
  static boolean same(@Nullable Pattern one, @Nullable Pattern other) {
    if (one == null || other == null) {
      return one == other;
    }
    return one.pattern().equals(other.pattern()) && one.flags() == other.flags();
  }

  /** A key that counts how often the expression reads a character. */
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
                + LogText.of(pattern.pattern(), MAX_LOGGED_CHARS)
                + "' needed more than "
                + MAX_STEPS
                + " steps for the key, expected an expression without repetitions that can match"
                + " the same text in several ways");
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
