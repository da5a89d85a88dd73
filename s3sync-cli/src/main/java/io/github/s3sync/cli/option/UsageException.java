package io.github.s3sync.cli.option;

import org.jspecify.annotations.Nullable;

/** Thrown if an argument is wrong, or cannot be combined with another. */
public final class UsageException extends RuntimeException {

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns an exception for a problem that a builder found. If the message begins with the name of
   * the property, the new one begins with the option of that name.
   */
  public static UsageException ofProperty(String property, IllegalArgumentException problem) {
    String message = String.valueOf(problem.getMessage());
    return new UsageException(
        message.startsWith(property + " is ") ? "--" + message : message, problem);
  }
}
