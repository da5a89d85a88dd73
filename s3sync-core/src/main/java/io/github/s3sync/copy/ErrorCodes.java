package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.FailureReason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Classifies the answers of S3 that report an error, in one place. The error code takes precedence
 * over the status, because an error can be in the body of an answer with status 200.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3 error
 *     responses</a>
 */
@Internal
public final class ErrorCodes {

  private static final int INSUFFICIENT_STORAGE = 507;

  /** The quota errors of Ceph RGW, MinIO and Backblaze B2; S3 itself has no quotas. */
  private static final Pattern QUOTA =
      Pattern.compile("(?i)quota|storage_?full|storage_?cap_?exceeded|insufficient_?storage");

  private ErrorCodes() {}

  /** Returns the error code; empty if there is none. */
  public static String code(AwsServiceException e) {
    if (e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null) {
      return "";
    }
    // For an answer without a body, the SDK returns the status as the error code.
    String code = e.awsErrorDetails().errorCode();
    return code.chars().allMatch(Character::isDigit) ? "" : code;
  }

  /** Returns the condition that was not met; null if the answer is a failure. */
  static ConditionNotMet.@Nullable Condition unmet(AwsServiceException e) {
    String code = code(e);
    return switch (code) {
      case "PreconditionFailed" -> ConditionNotMet.Condition.PRECONDITION;
      case "NoSuchKey", "NoSuchVersion", "NotFound" -> ConditionNotMet.Condition.SOURCE_GONE;
      case "InvalidRange" -> ConditionNotMet.Condition.SOURCE_CHANGED;
      case "NoSuchUpload" -> ConditionNotMet.Condition.UPLOAD_GONE;
      case "InvalidRequest" -> isTooLarge(e) ? ConditionNotMet.Condition.TOO_LARGE : null;
      case "" ->
          switch (e.statusCode()) {
            case 404 -> ConditionNotMet.Condition.SOURCE_GONE;
            case 412 -> ConditionNotMet.Condition.PRECONDITION;
            default -> null;
          };
      default -> null;
    };
  }

  private static boolean isTooLarge(AwsServiceException e) {
    String message = e.awsErrorDetails().errorMessage();
    return message != null && message.contains("larger than the maximum allowable size");
  }

  /** Tells whether the error is a generic 400, which stores return for an unsupported header. */
  static boolean isGenericBadRequest(AwsServiceException e) {
    return switch (code(e)) {
      case "InvalidRequest", "InvalidArgument", "" -> e.statusCode() == 400;
      default -> false;
    };
  }

  /** Returns the reason of a failure. */
  public static FailureReason reason(AwsServiceException e) {
    String code = code(e);
    if (code.startsWith("KMS.")) {
      return kmsReason(code);
    }
    if (e.statusCode() == INSUFFICIENT_STORAGE || QUOTA.matcher(code).find()) {
      return FailureReason.QUOTA_EXCEEDED;
    }
    return switch (code) {
      case "SlowDown",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequests",
          "TooManyRequestsException" ->
          FailureReason.THROTTLED;
      // TemporaryRedirect: the name of a new bucket is not yet known everywhere. IncompleteBody:
      // the connection failed while a body was sent.
      case "InternalError", "RequestTimeout", "TemporaryRedirect", "IncompleteBody" ->
          FailureReason.SERVICE_ERROR;
      // InvalidPart: a cancelled attempt of a part arrived after the attempt that succeeded.
      case "OperationAborted", "ConditionalRequestConflict", "InvalidPart" ->
          FailureReason.CONFLICT;
      case "NoSuchBucket" -> FailureReason.BUCKET_NOT_FOUND;
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidToken",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "TokenRefreshRequired",
          "RequestTimeTooSkewed" ->
          FailureReason.CREDENTIALS;
      case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> FailureReason.ACCESS_DENIED;
      case "ObjectNotInActiveTierError", "InvalidObjectState" -> FailureReason.SOURCE_ARCHIVED;
      case "AccessControlListNotSupported" -> FailureReason.ACLS_DISABLED;
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          FailureReason.WRONG_REGION;
      case "NotImplemented" -> FailureReason.NOT_SUPPORTED;
      case "KeyTooLongError" -> FailureReason.KEY_TOO_LONG;
      case "BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch" ->
          FailureReason.INTEGRITY;
      case "InvalidRequest", "InvalidArgument" -> FailureReason.INVALID_REQUEST;
      default -> e.isThrottlingException() ? FailureReason.THROTTLED : reason(e.statusCode());
    };
  }

  /** Returns the reason of a KMS error, whose code is that of KMS with a prefix of S3. */
  private static FailureReason kmsReason(String code) {
    if (code.contains("Throttling")) {
      return FailureReason.THROTTLED;
    }
    boolean passes = code.contains("Internal") || code.contains("Timeout");
    return passes ? FailureReason.SERVICE_ERROR : FailureReason.KMS_KEY;
  }

  private static FailureReason reason(int status) {
    return switch (status) {
      case 200 -> FailureReason.SERVICE_ERROR; // an unknown error in the body
      case 301 -> FailureReason.WRONG_REGION;
      // 408, 425, 444, 460, 499: a proxy or load balancer cancelled a slow or early request.
      case 307, 408, 425, 444, 460, 499 -> FailureReason.SERVICE_ERROR;
      case 401, 403 -> FailureReason.ACCESS_DENIED;
      case 409, 423 -> FailureReason.CONFLICT;
      case 429, 503 -> FailureReason.THROTTLED;
      case 501 -> FailureReason.NOT_SUPPORTED;
      default -> status >= 500 ? FailureReason.SERVICE_ERROR : FailureReason.INVALID_REQUEST;
    };
  }
}
