package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.plan.FailureReason;
import java.net.SocketTimeoutException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

class S3ErrorsTest {

  private static SdkException answer(int status, String code, @Nullable String message) {
    return S3Exception.builder()
        .statusCode(status)
        .requestId("REQ1")
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  private static SdkException bare(int status) {
    return S3Exception.builder().statusCode(status).build();
  }

  private static RuntimeException translated(SdkException e) {
    return S3Errors.translate("CopyObject s3://a/b", Conditions.NONE, e, 3);
  }

  private static CopyException failure(SdkException e) {
    RuntimeException translated = translated(e);
    assertThat(translated).isInstanceOf(CopyException.class).hasCause(e);
    return (CopyException) translated;
  }

  private static ConditionNotMet.Condition unmet(SdkException e) {
    RuntimeException translated = translated(e);
    assertThat(translated).isInstanceOf(ConditionNotMet.class).hasCause(e);
    return ((ConditionNotMet) translated).condition();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, ACCESS_DENIED",
    "200, AccessDenied, ACCESS_DENIED",
    "403, AllAccessDisabled, ACCESS_DENIED",
    "403, SomethingNew, ACCESS_DENIED",
    "404, NoSuchBucket, BUCKET_NOT_FOUND",
    "405, MethodNotAllowed, INVALID_REQUEST",
    "409, ConditionalRequestConflict, CONFLICT",
    "409, OperationAborted, CONFLICT",
    "200, ConditionalRequestConflict, CONFLICT",
    "200, OperationAborted, CONFLICT",
    "409, SomethingNew, CONFLICT",
    "403, ObjectNotInActiveTierError, SOURCE_ARCHIVED",
    "403, InvalidObjectState, SOURCE_ARCHIVED",
    "400, AccessControlListNotSupported, ACLS_DISABLED",
    "400, InvalidRequest, INVALID_REQUEST",
    "200, InvalidRequest, INVALID_REQUEST",
    "400, InvalidArgument, INVALID_REQUEST",
    "400, SomethingNew, INVALID_REQUEST",
    "503, SlowDown, THROTTLED",
    "200, SlowDown, THROTTLED",
    "503, ServiceUnavailable, THROTTLED",
    "200, ServiceUnavailable, THROTTLED",
    "400, ThrottlingException, THROTTLED",
    "429, SomethingNew, THROTTLED",
    "500, InternalError, SERVICE_ERROR",
    "200, InternalError, SERVICE_ERROR",
    "200, RequestTimeout, SERVICE_ERROR",
    "400, RequestTimeout, SERVICE_ERROR",
    "200, SomethingNew, SERVICE_ERROR",
    "502, SomethingNew, SERVICE_ERROR",
    "400, KMS.DisabledException, KMS_KEY",
    "400, KMS.NotFoundException, KMS_KEY",
    "400, KMS.KMSInvalidStateException, KMS_KEY",
    "403, KMS.AccessDeniedException, KMS_KEY",
    "400, KMS.ThrottlingException, THROTTLED",
    "500, KMS.KMSInternalException, SERVICE_ERROR",
    "503, KMS.DependencyTimeoutException, SERVICE_ERROR",
    "301, PermanentRedirect, WRONG_REGION",
    "307, TemporaryRedirect, SERVICE_ERROR",
    "400, InvalidPart, CONFLICT",
    "400, BandwidthLimitExceeded, THROTTLED",
    "400, AuthorizationHeaderMalformed, WRONG_REGION",
    "400, IllegalLocationConstraintException, WRONG_REGION",
    "501, NotImplemented, NOT_SUPPORTED",
    "400, KeyTooLongError, KEY_TOO_LONG",
    "400, BadDigest, INTEGRITY",
    "403, InvalidAccessKeyId, CREDENTIALS",
    "403, SignatureDoesNotMatch, CREDENTIALS",
    "400, ExpiredToken, CREDENTIALS",
    "400, InvalidToken, CREDENTIALS",
    "403, RequestTimeTooSkewed, CREDENTIALS",
    "403, ExpiredTokenException, CREDENTIALS",
    "403, InvalidClientTokenId, CREDENTIALS",
    "403, UnrecognizedClientException, CREDENTIALS",
    "400, IncompleteBody, SERVICE_ERROR",
    "400, XAmzContentSHA256Mismatch, INTEGRITY",
    "400, XAmzContentChecksumMismatch, INTEGRITY",
    "408, SomethingNew, SERVICE_ERROR",
    "403, QuotaExceeded, QUOTA_EXCEEDED",
    "400, XMinioAdminBucketQuotaExceeded, QUOTA_EXCEEDED",
    "507, XMinioStorageFull, QUOTA_EXCEEDED",
    "403, storage_cap_exceeded, QUOTA_EXCEEDED",
  })
  void translate_errorCode_countsBeforeTheStatus(int status, String code, FailureReason reason) {
    CopyException failure = failure(answer(status, code, "text"));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.requests()).isEqualTo(3);
    assertThat(failure)
        .hasMessageStartingWith(
            "CopyObject s3://a/b: status " + status + ", " + code + ": text (request REQ1)");
  }

  @ParameterizedTest
  @CsvSource({
    "301, WRONG_REGION",
    "307, SERVICE_ERROR",
    "400, INVALID_REQUEST",
    "401, ACCESS_DENIED",
    "403, ACCESS_DENIED",
    "405, INVALID_REQUEST",
    "408, SERVICE_ERROR",
    "409, CONFLICT",
    "423, CONFLICT",
    "425, SERVICE_ERROR",
    "444, SERVICE_ERROR",
    "499, SERVICE_ERROR",
    "507, QUOTA_EXCEEDED",
    "429, THROTTLED",
    "500, SERVICE_ERROR",
    "501, NOT_SUPPORTED",
    "503, THROTTLED",
    "504, SERVICE_ERROR",
  })
  void translate_answerWithoutABody_goesByItsStatus(int status, FailureReason reason) {
    assertThat(failure(bare(status)).reason()).isEqualTo(reason);
    // For an answer without a body, the SDK returns the status as the error code.
    CopyException failure = failure(answer(status, String.valueOf(status), null));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.getMessage()).doesNotContain("null");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, SOURCE_GONE",
    "200, NoSuchKey, SOURCE_GONE",
    "404, NotFound, SOURCE_GONE",
    "404, NoSuchVersion, SOURCE_GONE",
    "404, NoSuchUpload, UPLOAD_GONE",
    "412, PreconditionFailed, PRECONDITION",
    "200, PreconditionFailed, PRECONDITION",
    "404, 404, SOURCE_GONE",
    "412, 412, PRECONDITION",
  })
  void translate_changedWorld_isUnmet(
      int status, String code, ConditionNotMet.Condition condition) {
    assertThat(unmet(answer(status, code, "text"))).isEqualTo(condition);
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, CREDENTIALS",
    "404, 404, CREDENTIALS",
    "412, PreconditionFailed, CREDENTIALS",
    "404, NoSuchUpload, CREDENTIALS",
    "400, ValidationError, CREDENTIALS",
    "400, ExpiredToken, CREDENTIALS",
    "503, ServiceUnavailable, THROTTLED",
    "400, Throttling, THROTTLED",
    "403, AccessDenied, ACCESS_DENIED",
    "403, 403, ACCESS_DENIED",
  })
  void translate_answerOfAnotherService_saysNothingOfTheSource(
      int status, String code, FailureReason reason) {
    SdkException sts =
        StsException.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("no").build())
            .build();

    CopyException failure = failure(sts);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure)
        .hasMessageStartingWith("CopyObject s3://a/b: no credentials: status " + status);
    RuntimeException named =
        S3Errors.translate(
            "HeadObject s3://a/b", Conditions.NONE, new NoCredentialsException("role r", sts), 1);
    assertThat(named)
        .isInstanceOfSatisfying(CopyException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith("HeadObject s3://a/b: no credentials of role r: status " + status);
  }

  @Test
  void translate_noCredentials_areToldApart() {
    assertThat(noCredentials(SdkClientException.create("no such profile")))
        .isEqualTo(FailureReason.CREDENTIALS);
    assertThat(noCredentials(new IllegalStateException("the user's own")))
        .isEqualTo(FailureReason.CREDENTIALS);
    assertThat(noCredentials(ApiCallTimeoutException.create(10)))
        .isEqualTo(FailureReason.CREDENTIALS);
    assertThat(noCredentials(AbortedException.create("by the SDK's timer")))
        .isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    RuntimeException waiting = new IllegalStateException("lock", new InterruptedException());
    assertThat(noCredentials(new NoCredentialsException("credentials 'x'", waiting)))
        .isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    Thread.currentThread().interrupt();
    assertThat(noCredentials(waiting)).isEqualTo(FailureReason.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static FailureReason noCredentials(RuntimeException problem) {
    RuntimeException translated =
        S3Errors.translate(
            "HeadObject s3://a/b",
            Conditions.NONE,
            new NoCredentialsException("role r", problem),
            1);
    assertThat(translated)
        .isInstanceOf(CopyException.class)
        .hasMessageContaining(String.valueOf(problem.getMessage()));
    return ((CopyException) translated).reason();
  }

  @Test
  void translate_headOfAMissingKey_isUnmet() {
    assertThat(unmet(NoSuchKeyException.builder().statusCode(404).build()))
        .isEqualTo(ConditionNotMet.Condition.SOURCE_GONE);
    assertThat(unmet(bare(412))).isEqualTo(ConditionNotMet.Condition.PRECONDITION);
  }

  @Test
  void translate_sourceTooLarge_isUnmet() {
    SdkException e =
        answer(
            400,
            "InvalidRequest",
            "The specified copy source is larger than the maximum allowable size for a copy"
                + " source: 5368709120");

    assertThat(unmet(e)).isEqualTo(ConditionNotMet.Condition.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This copy request is illegal because it is trying to copy an object to itself without"
            + " changing the object's metadata",
        "The specified copy range is invalid for the source object size"
      })
  void translate_otherInvalidRequest_isAFailure(String message) {
    assertThat(failure(answer(400, "InvalidRequest", message)).reason())
        .isEqualTo(FailureReason.INVALID_REQUEST);
    assertThat(failure(answer(400, "InvalidRequest", null)).reason())
        .isEqualTo(FailureReason.INVALID_REQUEST);
  }

  @Test
  void translate_accessDenied_saysThatItIsAmbiguous() {
    assertThat(failure(bare(403)))
        .hasMessageContaining("a permission is missing")
        .hasMessageContaining("not owned by the expected account")
        .hasMessageContaining("s3:ListBucket");
  }

  @Test
  void translate_notImplemented_namesTheOptions() {
    assertThat(failure(answer(501, "NotImplemented", "no")))
        .hasMessageContaining("tags, acl and overwrite");
  }

  private static CopyException conditional(Conditions conditions, SdkException e) {
    return (CopyException) S3Errors.translate("CopyObject s3://a/b", conditions, e, 1);
  }

  @ParameterizedTest
  @CsvSource({"400, InvalidRequest", "400, InvalidArgument", "400, 400", "501, NotImplemented"})
  void translate_refusalOfARequestWithIfNoneMatch_isNotSupported(int status, String code) {
    CopyException failure =
        conditional(new Conditions(false, true), answer(status, code, "some header"));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure)
        .hasMessageContaining("If-None-Match")
        .hasMessageContaining("set overwrite to true");
  }

  @ParameterizedTest
  @CsvSource({
    "KeyTooLongError, KEY_TOO_LONG",
    "AccessControlListNotSupported, ACLS_DISABLED",
    "InvalidTag, INVALID_REQUEST"
  })
  void translate_400OfAKindOfItsOwn_isNotTakenForACondition(String code, FailureReason reason) {
    CopyException failure = conditional(new Conditions(true, true), answer(400, code, "if-match"));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.getMessage()).doesNotContain("If-None-Match");
  }

  @Test
  void translate_refusalOfARequestWithASourceCondition_isNotSupportedIfItNamesOne() {
    Conditions conditions = new Conditions(true, false);
    String header = "A header is not known: X-Amz-Copy-Source-If-Match";

    assertThat(conditional(conditions, answer(400, "InvalidArgument", header)).reason())
        .isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(conditional(conditions, answer(400, "InvalidArgument", "no such range")).reason())
        .isEqualTo(FailureReason.INVALID_REQUEST);
    assertThat(conditional(conditions, bare(400)).reason())
        .isEqualTo(FailureReason.INVALID_REQUEST);
    SdkException inTheBody =
        S3Exception.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("InvalidArgument")
                    .errorMessage("Unsupported")
                    .rawResponse(
                        SdkBytes.fromUtf8String(
                            "<Error><ArgumentName>x-amz-copy-source-if-match</ArgumentName></Error>"))
                    .build())
            .build();
    assertThat(conditional(conditions, inTheBody).reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
  }

  @Test
  void translate_clientErrors_areToldApart() {
    assertThat(failure(ApiCallTimeoutException.create(10)).reason())
        .isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(failure(ApiCallAttemptTimeoutException.create(10)).reason())
        .isEqualTo(FailureReason.NO_ANSWER);
    assertThat(failure(AbortedException.create("interrupted")).reason())
        .isEqualTo(FailureReason.INTERRUPTED);
    assertThat(
            failure(SdkClientException.create("Unable to load credentials from any provider"))
                .reason())
        .isEqualTo(FailureReason.CREDENTIALS);
    assertThat(failure(SdkClientException.create("Could not parse XML response")).reason())
        .isEqualTo(FailureReason.NO_ANSWER);
    assertThat(
            failure(SdkClientException.create("Read timed out", new SocketTimeoutException()))
                .reason())
        .isEqualTo(FailureReason.NO_ANSWER);
    assertThat(failure(RetryableException.create("the answer ended early")).reason())
        .isEqualTo(FailureReason.NO_ANSWER);
  }

  /**
   * The messages of the SDK's providers when a refresh fails, without a cause that would explain
   * it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to load credentials from metadata service.",
        "Failed to load credentials from IMDS.",
        "Failed to load access key from metadata service.",
        "Failed to retrieve IMDS token, and fallback to IMDS v1 is disabled",
        "Unable to fetch metadata token.",
        "Unable to fetch credentials from container.",
        "Failed to refresh process-based credentials.",
        "Unable to contact EC2 metadata service.",
        "Failed to create a web identity token credentials provider.",
        "Cannot fetch credentials from container - neither of the variables is set."
      })
  void translate_credentialsCannotBeRefreshed_mayPass(String message) {
    assertThat(failure(SdkClientException.create(message)).reason())
        .isEqualTo(FailureReason.CREDENTIALS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The 'aws.auth#sigv4a' signer could not be retrieved: You must add a dependency",
        "Invalid configuration: region from ARN `eu-west-1` does not match client region"
            + " `us-east-1` and UseArnRegion is `false`",
        "Unable to load region from any of the providers in the chain"
      })
  void translate_errorBeforeAnythingWasSent_isFinal(String message) {
    CopyException failure = failure(SdkClientException.create(message));
    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_REQUEST);
    assertThat(failure).hasMessageContaining(message);
  }

  @Test
  void translate_dateOfAnotherFormat_isNotSupported() {
    CopyException failure =
        failure(
            SdkClientException.create(
                "Unable to unmarshall response",
                new IllegalStateException(new DateTimeException("2026-01-02"))));
    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("a date that is not in the format of HTTP");
  }

  @Test
  void explain_anyError_hasItsReason() {
    SdkException denied = answer(403, "AccessDenied", "no");
    assertThat(S3Errors.explain("Head", denied))
        .hasMessageStartingWith("Head: ")
        .hasCause(denied)
        .extracting(CopyException::reason, CopyException::requests)
        .containsExactly(FailureReason.ACCESS_DENIED, 1);
    SdkException sts =
        (SdkException) StsException.builder().statusCode(403).message("sts refuses").build();
    assertThat(S3Errors.explain("Head", sts))
        .hasMessageContaining("sts:AssumeRole")
        .extracting(CopyException::reason, CopyException::requests)
        .containsExactly(FailureReason.ACCESS_DENIED, 0);
    SdkException none = new NoCredentialsException("role r", SdkClientException.create("gone"));
    assertThat(S3Errors.explain("Head", none))
        .hasMessageContaining("role r")
        .extracting(CopyException::reason, CopyException::requests)
        .containsExactly(FailureReason.CREDENTIALS, 0);
    SdkException late = ApiCallTimeoutException.create(1);
    assertThat(S3Errors.explain("Head", late))
        .hasCause(late)
        .extracting(CopyException::reason, CopyException::requests)
        .containsExactly(FailureReason.NOT_ENOUGH_TIME, 1);
  }

  @Test
  void isCredentialsError_errorsOfOtherServices_only() {
    assertThat(S3Errors.isCredentialsError(answer(403, "AccessDenied", "no"))).isFalse();
    assertThat(S3Errors.isCredentialsError(SdkClientException.create("no"))).isFalse();
    assertThat(S3Errors.isCredentialsError((SdkException) StsException.builder().build())).isTrue();
    assertThat(
            S3Errors.isCredentialsError(
                new NoCredentialsException("r", SdkClientException.create("gone"))))
        .isTrue();
  }

  @Test
  void isRefusalWithoutCode_statusesOfHead_only() {
    assertThat(S3Errors.isRefusalWithoutCode(failure(bare(400)))).isTrue();
    assertThat(S3Errors.isRefusalWithoutCode(failure(bare(403)))).isTrue();
    assertThat(S3Errors.isRefusalWithoutCode(failure(bare(500)))).isFalse();
    assertThat(S3Errors.isRefusalWithoutCode(failure(answer(403, "AccessDenied", "no")))).isFalse();
    assertThat(S3Errors.isRefusalWithoutCode(failure(SdkClientException.create("no")))).isFalse();
  }

  /** Some HTTP clients link causes in a circle. */
  @Test
  @Timeout(20)
  void translate_causesInACircle_hasAnEnd() {
    Exception one = new Exception("one");
    one.initCause(new Exception("two", one));

    assertThat(failure(SdkClientException.create("no", one)).reason())
        .isEqualTo(FailureReason.INVALID_REQUEST);
  }
}
