package io.github.s3sync.rule;

/**
 * Thrown when a regular expression needs more steps for a key than one record may cost.
 *
 * @since 0.1.0
 */
public final class ExpressionTooSlowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExpressionTooSlowException(String message) {
    super(message);
  }
}
