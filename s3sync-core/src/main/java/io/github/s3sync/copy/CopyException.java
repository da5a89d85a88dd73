package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import io.github.s3sync.event.S3SyncException;
import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Thrown when a copy or a delete failed, or when it is unknown whether it was made.
 *
 * @since 0.1.0
 */
public final class CopyException extends S3SyncException {

  private final FailureReason reason;
  private final int requests;
  private int partsKept;

  /**
   * Creates an exception.
   *
   * @param reason the reason
   * @param message the request and its answer
   * @param requests how many requests were made
   * @param cause the SDK's exception, if there is one
   */
  public CopyException(
      FailureReason reason, String message, int requests, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.requests = requests;
  }

  /**
   * Classifies an error of the SDK as {@code S3CopyExecutor} does, for executors that send their
   * own requests. A request that did not find the expected object is a {@link
   * FailureReason#CONFLICT}: the next attempt looks up the current object.
   *
   * @param request a description of the request, such as {@code HeadObject s3://bucket/key}
   * @param error the exception of the SDK
   * @param requests how many requests were made
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
   * Returns the reason of the failure.
   *
   * @return the reason
   */
  public FailureReason reason() {
    return reason;
  }

  /**
   * Returns how many requests were made.
   *
   * @return the number of requests
   */
  public int requests() {
    return requests;
  }

  /**
   * Returns how many parts this execution copied into an upload that a later execution may resume.
   * The number measures the progress towards the replica.
   *
   * @return the number of parts; 0 if nothing was kept
   */
  public int partsKept() {
    return partsKept;
  }

  /** Sets the number of parts in the upload that is left unfinished for resumption. */
  @Internal
  public CopyException keeping(int parts) {
    this.partsKept = parts;
    return this;
  }
}
