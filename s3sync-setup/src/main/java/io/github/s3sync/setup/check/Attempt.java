package io.github.s3sync.setup.check;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.S3Errors;
import io.github.s3sync.plan.FailureReason;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Holds the result of one request.
 *
 * @param kind what the answer means
 * @param value the answer; null unless the kind is {@link Kind#DONE}
 * @param error the error; null if the kind is {@link Kind#DONE}
 * @param text the request and its answer
 */
record Attempt<T>(Kind kind, @Nullable T value, @Nullable SdkException error, String text) {

  private static final int NO_CONTENT = 204;

  enum Kind {
    DONE,
    /** The resource does not exist; S3 reveals this only to a caller that has the permission. */
    GONE,
    /** A condition that was chosen not to hold does not hold. */
    CONDITION_NOT_MET,
    /** S3 answered 403. */
    REFUSED,
    NO_BUCKET,
    WRONG_REGION,
    /** The principal may not assume the role. */
    NO_ROLE,
    NO_CREDENTIALS,
    /** The store does not support the request. */
    NOT_IMPLEMENTED,
    /** The request is refused whatever the caller's permissions are. */
    REJECTED,
    /**
     * The request was throttled, failed or lost: the answer does not show whether it is allowed.
     */
    INCONCLUSIVE
  }

  static <T> Attempt<T> of(String request, Supplier<T> call) {
    try {
      return new Attempt<>(Kind.DONE, call.get(), null, request);
    } catch (SdkException e) {
      CopyException meaning = S3Errors.explain(request, e);
      return new Attempt<>(
          kind(e, meaning.reason()), null, e, String.valueOf(meaning.getMessage()));
    }
  }

  /** Returns an inconclusive answer. */
  static <T> Attempt<T> inconclusive(String text) {
    return new Attempt<>(Kind.INCONCLUSIVE, null, null, text);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Returns whether the message of S3 names the action as not allowed. */
  boolean refuses(String action) {
    return is(Kind.REFUSED)
        && Pattern.compile("not authorized to perform: " + Pattern.quote(action) + "\\b")
            .matcher(text)
            .find();
  }

  /** Returns whether a KMS key is the cause, such as a disabled key, which no principal can use. */
  boolean isKmsError() {
    return error != null && S3Errors.explain("", error).reason() == FailureReason.KMS_KEY;
  }

  /**
   * Returns the attempt if it failed or has status 204, by which S3 confirms that something is
   * gone; otherwise an inconclusive answer.
   */
  static <T extends SdkResponse> Attempt<T> requireNoContent(Attempt<T> attempt) {
    boolean lost =
        attempt.value() != null && attempt.value().sdkHttpResponse().statusCode() != NO_CONTENT;
    return lost ? inconclusive(attempt.text() + ": succeeded, but not with status 204") : attempt;
  }

  /** Returns a header of the error response. */
  Optional<String> header(String name) {
    return error instanceof AwsServiceException answer
            && answer.awsErrorDetails() != null
            && answer.awsErrorDetails().sdkHttpResponse() != null
        ? answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name)
        : Optional.empty();
  }

  private static Kind kind(SdkException e, FailureReason reason) {
    if (S3Errors.isCredentialsError(e)) {
      return reason == FailureReason.ACCESS_DENIED
          ? Kind.NO_ROLE
          : reason == FailureReason.CREDENTIALS ? Kind.NO_CREDENTIALS : Kind.INCONCLUSIVE;
    }
    Kind kind = kind(reason);
    if (kind != Kind.REJECTED || !(e instanceof AwsServiceException answer)) {
      return kind;
    }
    return switch (answer.statusCode()) {
      case 404 -> Kind.GONE;
      case 412, 416 -> Kind.CONDITION_NOT_MET;
      default -> Kind.REJECTED;
    };
  }

  private static Kind kind(FailureReason reason) {
    return switch (reason) {
      case ACCESS_DENIED -> Kind.REFUSED;
      case CREDENTIALS -> Kind.NO_CREDENTIALS;
      case BUCKET_NOT_FOUND -> Kind.NO_BUCKET;
      case WRONG_REGION -> Kind.WRONG_REGION;
      case NOT_SUPPORTED -> Kind.NOT_IMPLEMENTED;
      case INVALID_REQUEST, ACLS_DISABLED, KMS_KEY, QUOTA_EXCEEDED, SOURCE_ARCHIVED, KEY_TOO_LONG ->
          Kind.REJECTED;
      case THROTTLED,
          CONFLICT,
          BUSY,
          SERVICE_ERROR,
          NO_ANSWER,
          INTEGRITY,
          SOURCE_KEEPS_CHANGING,
          DELETE_BRAKE,
          NOT_ENOUGH_TIME,
          INTERRUPTED,
          UNEXPECTED,
          INCOMPATIBLE_LIBRARY,
          MALFORMED_EVENT,
          KEY_UNDECODABLE,
          KEY_UNMAPPABLE,
          RULE_FAILED,
          NO_RULE,
          ONTO_ITSELF ->
          Kind.INCONCLUSIVE;
    };
  }
}
