package io.github.s3sync.event;

/**
 * A body that is no notification at all, or too large or too deep to be one.
 *
 * @since 0.1.0
 */
public final class MalformedEventException extends RuntimeException {

  /**
   * Says what was seen.
   *
   * @param message what was seen and what was expected
   */
  public MalformedEventException(String message) {
    super(message);
  }

  /**
   * Says what was seen, and what the parser said.
   *
   * @param message what was seen and what was expected
   * @param cause the parser's error
   */
  public MalformedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
