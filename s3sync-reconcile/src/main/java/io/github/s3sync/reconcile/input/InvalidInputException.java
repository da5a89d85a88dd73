package io.github.s3sync.reconcile.input;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a list of keys or a report is wrong or cannot be read. The message contains the number
 * of the line.
 *
 * @since 0.1.0
 */
public final class InvalidInputException extends RuntimeException {

  /**
   * Creates an exception.
   *
   * @param line the number of the line, from 1
   * @param problem the expected content
   * @param cause the cause; null if there is none
   */
  public InvalidInputException(long line, String problem, @Nullable Throwable cause) {
    super("line " + line + ": " + problem, cause);
  }
}
