package io.github.s3sync.simulation;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Creates the errors with which S3 answers requests that it does not carry out. */
final class Refusal {

  private Refusal() {}

  static S3Exception preconditionFailed() {
    return of(412, "PreconditionFailed");
  }

  static S3Exception accessDenied() {
    return of(403, "AccessDenied");
  }

  static S3Exception noSuchKey() {
    return of(404, "NoSuchKey");
  }

  static S3Exception noSuchUpload() {
    return (S3Exception)
        NoSuchUploadException.builder()
            .statusCode(404)
            .awsErrorDetails(details("NoSuchUpload"))
            .writableStackTrace(false)
            .build();
  }

  static S3Exception conflict() {
    return of(409, "ConditionalRequestConflict");
  }

  static S3Exception slowDown() {
    return of(503, "SlowDown");
  }

  static S3Exception internalError() {
    return of(500, "InternalError");
  }

  /** Returns the answer to a HEAD, which has no body with details. */
  static S3Exception notFoundWithoutBody() {
    return (S3Exception)
        S3Exception.builder().statusCode(404).message("404").writableStackTrace(false).build();
  }

  private static S3Exception of(int status, String code) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(details(code))
            .message(code)
            .writableStackTrace(false)
            .build();
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }
}
