package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Thrown when no request was sent to S3, because there were no credentials to sign it. */
@Internal
public final class NoCredentialsException extends SdkClientException {

  private final String principal;
  private final RuntimeException problem;

  public NoCredentialsException(String principal, RuntimeException problem) {
    super(
        SdkClientException.builder()
            .message(principal + ": " + problem.getMessage())
            .cause(problem));
    this.principal = principal;
    this.problem = problem;
  }

  /** Returns the principal whose credentials are missing: a role, or credentials by name. */
  String principal() {
    return principal;
  }

  RuntimeException problem() {
    return problem;
  }
}
