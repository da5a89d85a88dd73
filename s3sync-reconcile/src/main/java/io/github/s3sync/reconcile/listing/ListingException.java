package io.github.s3sync.reconcile.listing;

import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * A listing that could not be read to its end. What it has not shown may exist.
 *
 * @since 0.1.0
 */
public final class ListingException extends RuntimeException {

  private final FailureReason reason;

  /**
   * Describes what happened.
   *
   * @param reason why the listing failed
   * @param message what was asked and what the answer was
   * @param cause the exception behind it; null if there is none
   */
  public ListingException(FailureReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Returns why the listing failed.
   *
   * @return the reason; {@code NOT_SUPPORTED} if the store does not list as S3 does
   */
  public FailureReason reason() {
    return reason;
  }
}
