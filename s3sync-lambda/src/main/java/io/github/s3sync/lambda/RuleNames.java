package io.github.s3sync.lambda;

import io.github.s3sync.outcome.CopyOutcome;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names rules as values of a dimension. Their number is bounded, because CloudWatch bills each
 * metric and rules can change while they are in use. Thread-safe.
 */
final class RuleNames {

  static final int MAX_NAMES = 100;

  /** The value for an outcome without a rule, such as {@code NO_RULE}. */
  static final String NONE = "none";

  /** The value for each rule beyond the first {@value #MAX_NAMES}. */
  static final String OTHER = "other";

  private static final int MAX_LENGTH = 255;

  private final Set<String> names = new TreeSet<>();

  /** Returns the rule's name, in the characters that CloudWatch accepts. */
  String of(CopyOutcome outcome) {
    String rule = outcome.rule();
    if (rule == null) {
      return NONE;
    }
    String ascii = rule.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return known(ascii.substring(0, Math.min(ascii.length(), MAX_LENGTH)));
  }

  private synchronized String known(String name) {
    return names.contains(name) || (names.size() < MAX_NAMES && names.add(name)) ? name : OTHER;
  }
}
