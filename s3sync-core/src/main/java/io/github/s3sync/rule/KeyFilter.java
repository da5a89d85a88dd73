package io.github.s3sync.rule;

import java.util.regex.Pattern;

/**
 * Which keys a rule takes. Implementations are immutable and compare characters as they stand:
 * case, Unicode form and slashes all count.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyFilter {

  /**
   * The longest glob, expression or template that is read, in characters: four times the longest
   * key. The JDK compiles an expression of a million in minutes.
   */
  int MAX_PATTERN_LENGTH = 4096;

  /**
   * Whether a key is taken.
   *
   * @param key the key as stored
   * @return true if it is
   */
  boolean accepts(String key);

  /**
   * Whether some key that begins so could be taken. Used to find loops before they run, so the
   * answer may be a false yes, never a false no.
   *
   * @param prefix how the keys begin
   * @return false only if no such key is ever taken
   */
  default boolean mayAcceptUnder(String prefix) {
    return true;
  }

  /**
   * Takes every key.
   *
   * @return the filter
   */
  static KeyFilter any() {
    return key -> true;
  }

  /**
   * Takes keys that begin so.
   *
   * @param prefix how they begin; S3 knows no folders, so {@code in} takes {@code index.html} too
   * @return the filter
   */
  static KeyFilter prefix(String prefix) {
    return new PrefixFilter(prefix);
  }

  /**
   * Takes keys that end so.
   *
   * @param suffix how they end
   * @return the filter
   */
  static KeyFilter suffix(String suffix) {
    return key -> key.endsWith(suffix);
  }

  /**
   * Takes keys that match a glob as a whole: {@code *} is any run of characters but {@code /},
   * {@code **} any run at all, {@code ?} one character but {@code /}, {@code [a-z]} and {@code
   * [!a-z]} one of a set, {@code {a,b}} either; a backslash takes the next character literally. The
   * time is bounded by the product of the lengths of glob and key.
   *
   * @param glob the pattern
   * @return the filter
   * @throws IllegalArgumentException if the pattern is malformed, or longer than {@value
   *     #MAX_PATTERN_LENGTH} characters
   */
  static KeyFilter glob(String glob) {
    return Glob.compile(glob)::matches;
  }

  /**
   * Takes keys that a regular expression matches as a whole. An expression that looks at over ten
   * million characters for one key is stopped, and its rule fails for that key ({@code
   * RULE_FAILED}).
   *
   * @param pattern the expression
   * @return the filter
   */
  static KeyFilter matching(Pattern pattern) {
    return key -> BoundedExpression.matcher(pattern, key).matches();
  }

  /**
   * Takes what both take.
   *
   * @param other the other filter
   * @return the filter
   */
  default KeyFilter and(KeyFilter other) {
    KeyFilter self = this;
    return new KeyFilter() {
      @Override
      public boolean accepts(String key) {
        return self.accepts(key) && other.accepts(key);
      }

      @Override
      public boolean mayAcceptUnder(String prefix) {
        return self.mayAcceptUnder(prefix) && other.mayAcceptUnder(prefix);
      }
    };
  }

  /**
   * Takes what either takes.
   *
   * @param other the other filter
   * @return the filter
   */
  default KeyFilter or(KeyFilter other) {
    KeyFilter self = this;
    return new KeyFilter() {
      @Override
      public boolean accepts(String key) {
        return self.accepts(key) || other.accepts(key);
      }

      @Override
      public boolean mayAcceptUnder(String prefix) {
        return self.mayAcceptUnder(prefix) || other.mayAcceptUnder(prefix);
      }
    };
  }

  /**
   * Leaves out keys that begin so. Unlike a negated glob or expression, this lets a rule write back
   * into its own source bucket: it is plain that what it writes does not come back to it.
   *
   * @param excluded how they begin
   * @return the filter
   */
  default KeyFilter exceptPrefix(String excluded) {
    return and(
        new KeyFilter() {
          @Override
          public boolean accepts(String key) {
            return !key.startsWith(excluded);
          }

          @Override
          public boolean mayAcceptUnder(String prefix) {
            return !prefix.startsWith(excluded);
          }
        });
  }
}
