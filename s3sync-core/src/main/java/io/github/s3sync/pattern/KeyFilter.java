package io.github.s3sync.pattern;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Decides which objects a rule accepts. The filters here decide by the key and compare characters
 * exactly: case, Unicode form and slashes all count.
 *
 * <p>Implementations must be immutable. In a rule that accepts {@code EventKind.REMOVED}, they must
 * depend only on the bucket and the key: a delete is carried out if its event is accepted, and such
 * an event does not describe the object that was removed. Rules are equal only if their filters
 * are, so implementations should define {@code equals} and {@code hashCode}.
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
   * Tells whether an object is accepted.
   *
   * @param object the object, as far as it is known without a request to S3
   * @return true if it is accepted
   */
  boolean accepts(SourceObject object);

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
    return KeyFilters.Any.INSTANCE;
  }

  /**
   * Returns a filter that accepts keys with a prefix.
   *
   * @param prefix the prefix; S3 has no folders, so {@code in} also accepts {@code index.html}
   * @return the filter
   */
  static KeyFilter prefix(String prefix) {
    return new KeyFilters.Prefix(prefix);
  }

  /**
   * Returns a filter that accepts keys with a suffix.
   *
   * @param suffix the suffix
   * @return the filter
   */
  static KeyFilter suffix(String suffix) {
    return new KeyFilters.Suffix(suffix);
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
    return new KeyFilters.GlobFilter(glob);
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
    return new KeyFilters.Expression(pattern);
  }

  /**
   * Returns a filter that accepts the keys that both filters accept.
   *
   * @param other the other filter
   * @return the filter
   */
  default KeyFilter and(KeyFilter other) {
    return new KeyFilters.Both(this, Objects.requireNonNull(other, "other"));
  }

  /**
   * Returns a filter that accepts the keys that either filter accepts.
   *
   * @param other the other filter
   * @return the filter
   */
  default KeyFilter or(KeyFilter other) {
    return new KeyFilters.Either(this, Objects.requireNonNull(other, "other"));
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
    return and(new KeyFilters.NoPrefix(excluded));
  }
}
