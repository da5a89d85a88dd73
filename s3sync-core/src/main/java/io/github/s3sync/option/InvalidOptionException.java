package io.github.s3sync.option;

/**
 * Thrown when an option of a rule is invalid, or contradicts another option.
 *
 * @since 0.1.0
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String option;
  private final String problem;

  /**
   * Creates an exception that names the option.
   *
   * @param option the option, such as {@code encryption.kmsKeyId}
   * @param problem the value and the expected values
   */
  public InvalidOptionException(String option, String problem) {
    super(option + " " + problem);
    this.option = option;
    this.problem = problem;
  }

  /**
   * Returns the invalid option.
   *
   * @return the name of the option, such as {@code encryption.kmsKeyId}
   */
  public String option() {
    return option;
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
