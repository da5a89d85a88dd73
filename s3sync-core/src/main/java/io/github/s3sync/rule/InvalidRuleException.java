package io.github.s3sync.rule;

/**
 * Thrown when a rule, or a set of rules, is invalid or contradicts itself.
 *
 * @since 0.1.0
 */
public final class InvalidRuleException extends IllegalArgumentException {

  private final String rule;
  private final String field;
  private final String problem;

  /**
   * Creates an exception that names the rule and the property.
   *
   * @param rule the rule's name
   * @param field the property of the rule, such as {@code prefix}
   * @param problem the value and the expected values
   */
  public InvalidRuleException(String rule, String field, String problem) {
    super("rule '" + rule + "': " + field + " " + problem);
    this.rule = rule;
    this.field = field;
    this.problem = problem;
  }

  /**
   * Returns the name of the invalid rule.
   *
   * @return the name
   */
  public String rule() {
    return rule;
  }

  /**
   * Returns the invalid property.
   *
   * @return the name of the property
   */
  public String field() {
    return field;
  }

  /**
   * Describes the problem.
   *
   * @return the value and the expected values
   */
  public String problem() {
    return problem;
  }
}
