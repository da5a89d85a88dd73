package io.github.s3sync.copy;

import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A copy, or a delete, that is not known to have been made.
 *
 * @since 0.1.0
 */
public final class CopyException extends RuntimeException {

  private final FailureReason reason;
  private final int requests;
  private int partsKept;

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
   * Classifies an error of the SDK as {@link S3CopyExecutor} does, for executors that make requests
   * of their own. A request that found another object than it asked for, or none, is a {@link
   * FailureReason#CONFLICT}: the next attempt finds out what is there.
   *
   * @param request what was asked, for people, such as {@code HeadObject s3://bucket/key}
   * @param error what the SDK threw
   * @param requests how many requests had been made
   * @return the exception to throw
   */
  public static CopyException of(String request, SdkException error, int requests) {
    RuntimeException translated = S3Errors.translate(request, Conditions.NONE, error, requests);
    return translated instanceof CopyException failure
        ? failure
        : new CopyException(
            FailureReason.CONFLICT, request + ": " + error.getMessage(), requests, error);
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

  /**
   * How many parts this execution copied into an upload that a later execution may resume: how much
   * nearer it has come to the replica.
   *
   * @return their number; 0 if nothing was kept
   */
  public int partsKept() {
    return partsKept;
  }

  /** Said by whoever leaves the upload open. */
  CopyException keeping(int parts) {
    this.partsKept = parts;
    return this;
  }
}
