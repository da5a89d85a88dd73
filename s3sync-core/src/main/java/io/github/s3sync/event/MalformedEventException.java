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

  private MalformedEventException(String message, boolean writableStackTrace) {
    super(message, null, false, writableStackTrace);
  }

  /** One for a record, of which a body may hold half a million: without a stack trace. */
  static MalformedEventException ofRecord(String message) {
    return new MalformedEventException(message, false);
  }

  /** The same with a stack trace, for a caller. */
  MalformedEventException ofBody() {
    return new MalformedEventException(String.valueOf(getMessage()));
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
