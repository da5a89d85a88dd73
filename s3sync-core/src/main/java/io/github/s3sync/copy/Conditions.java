package io.github.s3sync.copy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The conditions that a request carries. S3 knows them all; another store may ignore one, which
 * cannot be seen, or refuse the request for it, and then nothing is copied without it.
 *
 * @param onSource whether it has {@code x-amz-copy-source-if-match}
 * @param onReplica whether it has {@code If-None-Match}
 */
record Conditions(boolean onSource, boolean onReplica) {

  static final Conditions NONE = new Conditions(false, false);

  /**
   * Whether an error that says no more than that the request is invalid is likely to mean a
   * condition: because it names one, or because the request has the one that fewest stores know.
   */
  boolean areMeantBy(@Nullable AwsErrorDetails error) {
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

  /** Whether S3 names {@code If-None-Match} as the condition that was not met. */
  static boolean isNoneMatch(Unmet e) {
    return e.getCause() instanceof AwsServiceException answer
        && answer.awsErrorDetails() != null
        && answer.awsErrorDetails().rawResponse() != null
        && answer
            .awsErrorDetails()
            .rawResponse()
            .asString(StandardCharsets.UTF_8)
            .contains("<Condition>If-None-Match</Condition>");
  }

  /** What may be wrong and what to do about it, to be put behind the store's own words. */
  String advice() {
    String text = "";
    if (onReplica) {
      text +=
          "; the store may not know If-None-Match, without which 'overwrite': false cannot be kept:"
              + " set overwrite to true if a replica may replace what stands at its key, or use a"
              + " store that knows it";
    }
    if (onSource) {
      text +=
          "; the store may not know x-amz-copy-source-if-match, without which a replica could be a"
              + " mixture of two states: no option omits it, use a store that knows it";
    }
    return text;
  }
}
