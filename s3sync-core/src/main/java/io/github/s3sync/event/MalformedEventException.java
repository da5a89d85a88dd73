package io.github.s3sync.event;

/**
 * Thrown when a body is not a notification, or is too large or nested too deeply.
 *
 * @since 0.1.0
 */
public final class MalformedEventException extends S3SyncException {

  /**
   * Creates an exception.
   *
   * @param message the content of the body and what was expected
   */
  public MalformedEventException(String message) {
    super(message, null);
  }

  private MalformedEventException(String message, boolean writableStackTrace) {
    super(message, null, writableStackTrace);
  }

  /**
   * Returns an exception for a record, without a stack trace: a body may contain half a million
   * records.
   */
  static MalformedEventException ofRecord(String message) {
    return new MalformedEventException(message, false);
  }

  /** Returns the same exception with a stack trace, for callers. */
  MalformedEventException ofBody() {
    return new MalformedEventException(String.valueOf(getMessage()));
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message the content of the body and what was expected
   * @param cause the parser's error
   */
  public MalformedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
