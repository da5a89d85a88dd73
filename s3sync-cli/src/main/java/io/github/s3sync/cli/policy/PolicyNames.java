package io.github.s3sync.cli.policy;

import software.amazon.awssdk.arns.Arn;

/** Derives the names of files and the arguments of commands from the ARNs of principals. */
final class PolicyNames {

  private PolicyNames() {}

  /** Returns the command that sets an inline policy of a principal. */
  static String putPolicy(String who, String name, String file) {
    return "aws iam put-%s-policy --%s-name %s --policy-name %s --policy-document file://%s"
        .formatted(kind(who), kind(who), name(who), name, file);
  }

  /** Returns {@code role} or {@code user}. */
  static String kind(String who) {
    return Arn.fromString(who).resource().resourceType().orElse("");
  }

  static String name(String who) {
    return who.substring(who.lastIndexOf('/') + 1);
  }

  static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
