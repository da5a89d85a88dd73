package io.github.s3sync.rule;

import java.util.regex.Pattern;

/**
 * Decides which keys a rule accepts. Implementations must be immutable. The filters here compare
 * characters exactly: case, Unicode form and slashes all count.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyFilter {

  /**
   * The maximum length of a glob, expression or template, in characters: four times the longest
   * key. The JDK needs minutes to compile an expression of a million characters.
   */
  int MAX_PATTERN_LENGTH = 4096;

  /**
   * Tells whether a key is accepted.
   *
   * @param key the key as stored
   * @return true if it is accepted
   */
  boolean accepts(String key);

  /**
   * Tells whether any key with a prefix could be accepted. Used to detect loops before they run.
   * The answer may wrongly be true, but never wrongly false.
   *
   * @param prefix the prefix of the keys
   * @return false only if no such key is ever accepted
   */
  default boolean mayAcceptUnder(String prefix) {
    return true;
  }

  /**
   * Returns a filter that accepts every key.
   *
   * @return the filter
   */
  static KeyFilter any() {
    return key -> true;
  }

  /**
   * Returns a filter that accepts keys with a prefix.
   *
   * @param prefix the prefix; S3 has no folders, so {@code in} also accepts {@code index.html}
   * @return the filter
   */
  static KeyFilter prefix(String prefix) {
    return new PrefixFilter(prefix);
  }

  /**
   * Returns a filter that accepts keys with a suffix.
   *
   * @param suffix the suffix
   * @return the filter
   */
  static KeyFilter suffix(String suffix) {
    return key -> key.endsWith(suffix);
  }

  /**
   * Returns a filter that accepts keys that match a glob as a whole. {@code *} matches any
   * characters except {@code /}, {@code **} matches any characters, and {@code ?} matches one
   * character except {@code /}. {@code [a-z]} and {@code [!a-z]} match one character of a set, and
   * {@code {a,b}} matches either alternative. A backslash escapes the next character. The matching
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
   * Returns a filter that accepts keys that match a regular expression as a whole. An expression
   * that reads more than ten million characters for one key is stopped, and its rule fails for that
   * key ({@code RULE_FAILED}).
   *
   * @param pattern the expression
   * @return the filter
   */
  static KeyFilter matching(Pattern pattern) {
    return key -> BoundedExpression.matcher(pattern, key).matches();
  }

  /**
   * Returns a filter that accepts the keys that both filters accept.
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
   * Returns a filter that accepts the keys that either filter accepts.
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
   * Returns a filter that also rejects keys with a prefix. Unlike a negated glob or expression,
   * this lets a rule write into its own source bucket, because the loop check sees that the rule
   * does not accept its replicas.
   *
   * @param excluded the prefix to reject
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
