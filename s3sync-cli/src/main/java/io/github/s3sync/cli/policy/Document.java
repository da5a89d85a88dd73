package io.github.s3sync.cli.policy;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/**
 * Describes a document to apply in an AWS account.
 *
 * @param file the name of its file
 * @param about its content, in one line
 * @param command the command of the AWS CLI that applies it; null if it needs several commands or
 *     none
 * @param json its text
 * @param problem the reason why AWS does not accept it; null if AWS does
 */
record Document(
    String file, String about, @Nullable String command, String json, @Nullable String problem) {

  /** Writes the text of policies. */
  static final IamPolicyWriter PRETTY = IamPolicyWriter.builder().prettyPrint(true).build();

  Document(String file, String about, @Nullable String command, String json) {
    this(file, about, command, json, null);
  }

  static Document of(
      String file,
      String about,
      @Nullable String command,
      IamPolicy policy,
      @Nullable String problem) {
    return new Document(file, about, command, policy.toJson(PRETTY), problem);
  }
}
