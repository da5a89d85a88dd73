package io.github.s3sync.rule;

/**
 * A rule, or a set of rules, that cannot do what it says.
 *
 * @since 0.1.0
 */
public final class InvalidRuleException extends IllegalArgumentException {

  private final String rule;
  private final String field;
  private final String problem;

  /**
   * Names what is wrong.
   *
   * @param rule the rule's name
   * @param field the property of the rule, such as {@code prefix}
   * @param problem the value and what was expected
   */
  public InvalidRuleException(String rule, String field, String problem) {
    super("rule '" + rule + "': " + field + " " + problem);
    this.rule = rule;
    this.field = field;
    this.problem = problem;
  }

  /**
   * The rule that is wrong.
   *
   * @return its name
   */
  public String rule() {
    return rule;
  }

  /**
   * The property that is wrong.
   *
   * @return its name
   */
  public String field() {
    return field;
  }

  /**
   * What is wrong with it.
   *
   * @return the value and what was expected
   */
  public String problem() {
    return problem;
  }
}
