package io.github.s3sync.rule;

import io.github.s3sync.pattern.KeyFilter;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a rule accepts, as its builder receives them.
 *
 * @param prefix the prefix, which is the only indexed filter
 * @param suffix the longest suffix that was set; empty if there is none
 * @param others all filters except the prefix and the expression
 * @param regex the expression, to whose groups templates can refer; null if there is none
 */
record SourceKeys(String prefix, String suffix, KeyFilter others, @Nullable Pattern regex) {

  static final SourceKeys ALL = new SourceKeys("", "", KeyFilter.any(), null);

  SourceKeys {
    Objects.requireNonNull(prefix, "prefix");
  }

  SourceKeys withPrefix(String value) {
    return new SourceKeys(value, suffix, others, regex);
  }

  /** Adds a suffix. A key must end with all suffixes, so the longest one implies the others. */
  SourceKeys withSuffix(String value) {
    String longest = value.length() > suffix.length() ? value : suffix;
    return new SourceKeys(prefix, longest, others.and(KeyFilter.suffix(value)), regex);
  }

  SourceKeys and(KeyFilter filter) {
    return new SourceKeys(prefix, suffix, others.and(filter), regex);
  }

  /**
   * Adds a glob.
   *
   * @param rule the name of the rule, for errors
   */
  SourceKeys withGlob(String rule, String glob) {
    if (glob.isEmpty()) {
      throw new InvalidRuleException(
          rule, "glob", "is empty and would match no key, expected a pattern such as **.csv");
    }
    try {
      return and(KeyFilter.glob(glob));
    } catch (IllegalArgumentException e) {
      throw new InvalidRuleException(rule, "glob", "is malformed: " + e.getMessage());
    }
  }

  /**
   * Sets the expression.
   *
   * @param rule the name of the rule, for errors
   */
  SourceKeys withRegex(String rule, String expression) {
    if (regex != null) {
      throw new InvalidRuleException(rule, "regex", "is given twice, expected one expression");
    }
    if (expression.isEmpty()) {
      throw new InvalidRuleException(
          rule,
          "regex",
          "is empty and would match no key, expected an expression such as .*\\.csv");
    }
    if (expression.length() > KeyFilter.MAX_PATTERN_LENGTH) {
      throw new InvalidRuleException(
          rule, "regex", "has over " + KeyFilter.MAX_PATTERN_LENGTH + " characters, the maximum");
    }
    try {
      return new SourceKeys(prefix, suffix, others, Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new InvalidRuleException(
          rule, "regex", "is malformed: " + e.getDescription() + " in '" + expression + "'");
    }
  }

  /** Returns one filter that accepts the keys that pass all of them. */
  KeyFilter filter() {
    KeyFilter keys = KeyFilter.prefix(prefix).and(others);
    return regex == null ? keys : keys.and(KeyFilter.matching(regex));
  }
}
