package io.github.s3sync.copy;

import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * A copy, or a delete, that is not known to have been made.
 *
 * @since 0.1.0
 */
public final class CopyException extends RuntimeException {

  private final FailureReason reason;
  private final int requests;

  /**
   * Says what happened.
   *
   * @param reason why
   * @param message what was asked and what the answer was
   * @param requests how many requests had been made
   * @param cause the SDK's exception, if there is one
   */
  public CopyException(
      FailureReason reason, String message, int requests, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.requests = requests;
  }

  /**
   * Why it failed.
   *
   * @return the reason
   */
  public FailureReason reason() {
    return reason;
  }

  /**
   * How many requests had been made.
   *
   * @return their number
   */
  public int requests() {
    return requests;
  }
}
