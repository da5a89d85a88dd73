package io.github.s3sync.copy;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Nothing was asked of S3, because there were no credentials to sign it with. */
final class NoCredentialsException extends SdkClientException {

  private final String principal;
  private final RuntimeException problem;

  NoCredentialsException(String principal, RuntimeException problem) {
    super(
        SdkClientException.builder()
            .message(principal + ": " + problem.getMessage())
            .cause(problem));
    this.principal = principal;
    this.problem = problem;
  }

  /** Whose credentials: a role, or credentials by their name. */
  String principal() {
    return principal;
  }

  RuntimeException problem() {
    return problem;
  }
}
