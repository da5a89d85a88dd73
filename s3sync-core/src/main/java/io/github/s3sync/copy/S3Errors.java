package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.FailureReason;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Translates the errors of S3 and the SDK into exceptions with a reason and a message. {@link
 * ErrorCodes} has the reasons of S3's answers.
 *
 * @since 0.1.0
 */
@Internal
public final class S3Errors {

  /** The messages of the SDK when sending a request or reading an answer failed. */
  private static final Pattern SENT =
      Pattern.compile("unable to execute http request|could not parse|unable to unmarshall");

  /**
   * The start of the messages of the SDK's credentials providers: for containers, EC2, processes
   * and sessions.
   */
  private static final Pattern NO_CREDENTIALS =
      Pattern.compile(
          "(?:unable to|failed to|cannot)"
              + " (?:load|refresh|retrieve|fetch|resolve|get|create|contact|parse)"
              + " [^.:]{0,60}(?:credential|token|imds|metadata|access key|secret key)");

  private static final int MAX_CAUSES = 20;

  private S3Errors() {}

  /**
   * Classifies an error for callers other than copies.
   *
   * @param request a description of the request, for the message
   * @param e the error; a 404 or 412 that is a regular answer of S3 has no specific reason here
   * @return an exception with the reason, to be examined rather than thrown
   */
  public static CopyException explain(String request, SdkException e) {
    if (e instanceof NoCredentialsException none) {
      return CredentialErrors.translate(request, none.principal(), none.problem(), 0);
    }
    if (e instanceof AwsServiceException answer) {
      return e instanceof S3Exception
          ? new CopyException(ErrorCodes.reason(answer), request + ": " + describe(answer), 1, e)
          : CredentialErrors.translate(request, null, answer, 0);
    }
    return new CopyException(reason(e), request + ": " + describe(e), 1, e);
  }

  /**
   * Tells whether no request was sent to S3, because credentials were missing.
   *
   * @param e the error
   * @return true if it is an error of STS or of another source of credentials
   */
  public static boolean isCredentialsError(SdkException e) {
    return e instanceof NoCredentialsException
        || (e instanceof AwsServiceException && !(e instanceof S3Exception));
  }

  /**
   * Returns the exception to throw: {@link ConditionNotMet} if the copy can decide again, otherwise
   * a failure.
   */
  public static RuntimeException translate(
      String request, Conditions conditions, SdkException e, int requests) {
    if (e instanceof NoCredentialsException none) {
      return CredentialErrors.translate(request, none.principal(), none.problem(), requests);
    }
    if (e instanceof AwsServiceException other && !(e instanceof S3Exception)) {
      return CredentialErrors.translate(request, null, other, requests);
    }
    if (e instanceof AwsServiceException answer) {
      ConditionNotMet.Condition unmet = ErrorCodes.unmet(answer);
      return unmet != null
          ? new ConditionNotMet(unmet, e)
          : failure(request, conditions, answer, requests);
    }
    return new CopyException(reason(e), request + ": " + describe(e), requests, e);
  }

  private static String describe(SdkException e) {
    return hasCause(e, DateTimeException.class)
        ? "the store answered with a date that is not in the format of HTTP, such as 'Sun, 06 Nov"
            + " 1994 08:49:37 GMT': "
            + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  /** Tells whether S3 rejected a request without an error code, as it always does for HEAD. */
  public static boolean isRefusalWithoutCode(CopyException e) {
    return e.getCause() instanceof S3Exception answer
        && (answer.statusCode() == 400 || answer.statusCode() == 403)
        && ErrorCodes.code(answer).isEmpty();
  }

  private static CopyException failure(
      String request, Conditions conditions, AwsServiceException answer, int requests) {
    FailureReason reason = ErrorCodes.reason(answer);
    if (ErrorCodes.isGenericBadRequest(answer)
        && conditions.mayHaveCaused(answer.awsErrorDetails())) {
      reason = FailureReason.NOT_SUPPORTED;
    }
    String text = describe(request, answer);
    if (reason == FailureReason.NOT_SUPPORTED) {
      text += conditions.advice();
    }
    return new CopyException(reason, text, requests, answer);
  }

  private static FailureReason reason(SdkException e) {
    if (e instanceof ApiCallTimeoutException) {
      return FailureReason.NOT_ENOUGH_TIME;
    }
    if (e instanceof AbortedException) {
      return FailureReason.INTERRUPTED;
    }
    // The SDK has no specific types for errors before a request is sent.
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (NO_CREDENTIALS.matcher(message).find()) {
      return FailureReason.CREDENTIALS;
    }
    if (hasCause(e, DateTimeException.class)) {
      return FailureReason.NOT_SUPPORTED;
    }
    boolean sent =
        e instanceof RetryableException
            || e instanceof ApiCallAttemptTimeoutException
            || hasCause(e, IOException.class)
            || hasCause(e, XMLStreamException.class)
            || SENT.matcher(message).find();
    return sent ? FailureReason.NO_ANSWER : FailureReason.INVALID_REQUEST;
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    Throwable cause = e.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Describes the answer of a service. */
  static String describe(AwsServiceException e) {
    String text = "status " + e.statusCode();
    if (!ErrorCodes.code(e).isEmpty()) {
      text += ", " + ErrorCodes.code(e) + ": " + e.awsErrorDetails().errorMessage();
    }
    if (e.requestId() != null) {
      text += " (request " + e.requestId() + ")";
    }
    return text;
  }

  private static String describe(String request, AwsServiceException e) {
    String text = request + ": " + describe(e);
    FailureReason reason = ErrorCodes.reason(e);
    if (reason == FailureReason.ACCESS_DENIED) {
      text +=
          "; a permission is missing, or a bucket is not owned by the expected account, or the key"
              + " does not exist and s3:ListBucket is missing, without which S3 does not report a"
              + " missing key";
    } else if (reason == FailureReason.NOT_SUPPORTED) {
      text +=
          "; the store does not support a property of the rule: see its options tags, acl and"
              + " overwrite";
    }
    return text;
  }
}
