package io.github.s3sync.event;

import org.jspecify.annotations.Nullable;

/**
 * The common superclass of exceptions that report a problem with an event, a key or a copy.
 *
 * <p>{@code InvalidRuleException} and {@code InvalidConfigException} are not subclasses. They
 * report an invalid argument, and remain {@link IllegalArgumentException}s.
 *
 * @since 0.1.0
 */
public abstract class S3SyncException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened, to which object, and what to do
   * @param cause the cause; null if there is none
   */
  protected S3SyncException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Creates an exception, optionally without a stack trace.
   *
   * @param message what happened, to which object, and what to do
   * @param cause the cause; null if there is none
   * @param writableStackTrace whether to fill in the stack trace
   */
  protected S3SyncException(
      @Nullable String message, @Nullable Throwable cause, boolean writableStackTrace) {
    super(message, cause, writableStackTrace, writableStackTrace);
  }
}
