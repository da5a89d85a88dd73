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
 * What became of one request.
 *
 * @param kind what its answer means
 * @param value the answer; null unless the kind is {@link Kind#DONE}
 * @param error the error; null if the kind is {@link Kind#DONE}
 * @param text what was asked and what the answer was
 */
record Attempt<T>(Kind kind, @Nullable T value, @Nullable SdkException error, String text) {

  private static final int NO_CONTENT = 204;

  enum Kind {
    DONE,
    /** What was named is not there, and S3 says so only to those who may know. */
    GONE,
    /** A condition that was not meant to hold does not. */
    UNMET,
    /** A 403. */
    REFUSED,
    NO_BUCKET,
    WRONG_REGION,
    /** Whoever was to assume the role may not. */
    NO_ROLE,
    NO_CREDENTIALS,
    /** The store does not know what was asked for. */
    NOT_IMPLEMENTED,
    /** What was asked for cannot be had, whoever asks. */
    REJECTED,
    /** Throttled, broken or lost: it says nothing of what was asked. */
    UNCLEAR
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

  /** An answer that is none. */
  static <T> Attempt<T> unclear(String text) {
    return new Attempt<>(Kind.UNCLEAR, null, null, text);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Whether S3 says in so many words that the action is not allowed. */
  boolean refuses(String action) {
    return is(Kind.REFUSED)
        && Pattern.compile("not authorized to perform: " + Pattern.quote(action) + "\\b")
            .matcher(text)
            .find();
  }

  /** Whether a KMS key is the reason, such as one that is disabled, which nobody can use. */
  boolean isOfKey() {
    return error != null && S3Errors.explain("", error).reason() == FailureReason.KMS_KEY;
  }

  /** The same, if it has the only status by which S3 says that something is gone now. */
  static <T extends SdkResponse> Attempt<T> confirmed(Attempt<T> attempt) {
    boolean lost =
        attempt.value() != null && attempt.value().sdkHttpResponse().statusCode() != NO_CONTENT;
    return lost ? unclear(attempt.text() + ": was answered, but not by 204") : attempt;
  }

  /** A header of the error's answer. */
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
          : reason == FailureReason.CREDENTIALS ? Kind.NO_CREDENTIALS : Kind.UNCLEAR;
    }
    Kind kind = kind(reason);
    if (kind != Kind.REJECTED || !(e instanceof AwsServiceException answer)) {
      return kind;
    }
    return switch (answer.statusCode()) {
      case 404 -> Kind.GONE;
      case 412, 416 -> Kind.UNMET;
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
          Kind.UNCLEAR;
    };
  }
}
