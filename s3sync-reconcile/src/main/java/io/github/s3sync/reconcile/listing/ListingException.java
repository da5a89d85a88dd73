package io.github.s3sync.reconcile.listing;

import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a listing could not be read to its end. Objects that the listing has not shown may
 * exist.
 *
 * @since 0.1.0
 */
public final class ListingException extends RuntimeException {

  private final FailureReason reason;

  /**
   * Creates an exception.
   *
   * @param reason why the listing failed
   * @param message the request and the response
   * @param cause the underlying exception; null if there is none
   */
  public ListingException(FailureReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Returns why the listing failed.
   *
   * @return the reason; {@code NOT_SUPPORTED} if the store does not list objects as S3 does
   */
  public FailureReason reason() {
    return reason;
  }
}
