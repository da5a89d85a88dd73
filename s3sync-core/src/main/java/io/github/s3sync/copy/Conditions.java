package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Describes the conditions of a request. S3 supports all of them. Another store may ignore a
 * condition, which cannot be detected, or reject the request. Nothing is then copied without the
 * condition.
 *
 * @param onSource whether the request has {@code x-amz-copy-source-if-match}
 * @param onReplica whether the request has {@code If-None-Match}
 */
@Internal
public record Conditions(boolean onSource, boolean onReplica) {

  public static final Conditions NONE = new Conditions(false, false);

  /**
   * Tells whether a condition may have caused a generic error about an invalid request: because the
   * error names a condition, or because the request has the least supported one.
   */
  boolean mayHaveCaused(@Nullable AwsErrorDetails error) {
    return onReplica || (onSource && namesACondition(error));
  }

  private static boolean namesACondition(@Nullable AwsErrorDetails error) {
    if (error == null) {
      return false;
    }
    String body =
        error.rawResponse() == null ? "" : error.rawResponse().asString(StandardCharsets.UTF_8);
    String text = (error.errorMessage() + body).toLowerCase(Locale.ROOT);
    return text.contains("if-match") || text.contains("if-none-match");
  }

  /** Tells whether S3 names {@code If-None-Match} as the condition that was not met. */
  public static boolean isNoneMatch(ConditionNotMet e) {
    return e.getCause() instanceof AwsServiceException answer
        && answer.awsErrorDetails() != null
        && answer.awsErrorDetails().rawResponse() != null
        && answer
            .awsErrorDetails()
            .rawResponse()
            .asString(StandardCharsets.UTF_8)
            .contains("<Condition>If-None-Match</Condition>");
  }

  /** Returns the possible cause and what to do about it, to be appended to the store's message. */
  String advice() {
    String text = "";
    if (onReplica) {
      text +=
          "; the store may not support If-None-Match, without which 'overwrite': false cannot be"
              + " guaranteed: set overwrite to true if a replica may replace an existing object, or"
              + " use a store that supports it";
    }
    if (onSource) {
      text +=
          "; the store may not support x-amz-copy-source-if-match, without which a replica could be"
              + " a mixture of two states: no option omits it, use a store that supports it";
    }
    return text;
  }
}
