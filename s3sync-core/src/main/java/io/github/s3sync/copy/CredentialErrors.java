package io.github.s3sync.copy;

import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.FailureReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Classifies errors of obtaining credentials. An answer of STS, even a 404, never says anything
 * about an object.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">Common
 *     errors of STS</a>
 */
final class CredentialErrors {

  /**
   * The start of the SDK's list of the locations that it searched, which has over a thousand
   * characters.
   */
  private static final String NONE_IN_CHAIN =
      "Unable to load credentials from any of the providers";

  private static final int MAX_LOGGED_CHARS = 4_000;

  private static final Logger log = LoggerFactory.getLogger(CredentialErrors.class);

  private CredentialErrors() {}

  static CopyException translate(
      String request, @Nullable String principal, RuntimeException problem, int requests) {
    FailureReason reason = reason(problem);
    StringBuilder text = new StringBuilder(request).append(": no credentials");
    if (principal != null) {
      text.append(" of ").append(principal);
    }
    text.append(describe(problem));
    if (reason == FailureReason.ACCESS_DENIED) {
      text.append(
          "; the principal that assumes the role lacks sts:AssumeRole, or the role's trust policy"
              + " does not name it or requires a different external ID");
    }
    return new CopyException(reason, text.toString(), requests, problem);
  }

  private static FailureReason reason(RuntimeException problem) {
    if (problem instanceof NoCredentialsException inner) {
      return reason(inner.problem());
    }
    if (Thread.currentThread().isInterrupted()) {
      return FailureReason.INTERRUPTED;
    }
    // The SDK's timer of the waiting request also interrupts the thread, and finally clears the
    // interrupt.
    if (problem instanceof AbortedException || problem.getCause() instanceof InterruptedException) {
      return FailureReason.NOT_ENOUGH_TIME;
    }
    if (problem instanceof AwsServiceException answer) {
      FailureReason reason = ErrorCodes.reason(answer);
      if (reason == FailureReason.ACCESS_DENIED || reason == FailureReason.THROTTLED) {
        return reason;
      }
    }
    return FailureReason.CREDENTIALS;
  }

  private static String describe(RuntimeException problem) {
    if (problem instanceof AwsServiceException answer) {
      return ": " + S3Errors.describe(answer);
    }
    String message = String.valueOf(problem.getMessage());
    if (message.contains(NONE_IN_CHAIN)) {
      log.debug("no credentials were found: {}", LogText.of(message, MAX_LOGGED_CHARS));
      return " were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run"
          + " with a role; the searched locations are logged at DEBUG";
    }
    return ": " + message;
  }
}
