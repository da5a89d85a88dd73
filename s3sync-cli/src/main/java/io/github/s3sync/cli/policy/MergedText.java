package io.github.s3sync.cli.policy;

import io.github.s3sync.setup.policy.MergedPolicy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The text of a policy that was merged with the existing one.
 *
 * @param json the merged policy; the policy alone if there is a problem
 * @param problem why the existing policy is not known; null if it is
 */
record MergedText(String json, @Nullable String problem) {

  /**
   * Merges a policy with the existing one. Buckets and queues belong to several accounts, and one
   * run has the credentials of one account: an existing policy that cannot be read is a problem of
   * its document.
   */
  static MergedText of(IamPolicy policy, Supplier<@Nullable String> existingPolicy) {
    try {
      return new MergedText(MergedPolicy.of(existingPolicy.get(), policy), null);
    } catch (SdkException e) {
      return new MergedText(
          policy.toJson(Document.PRETTY),
          "its existing policy cannot be read, run this command in its account: " + e.getMessage());
    }
  }
}
