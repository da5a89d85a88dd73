package io.github.s3sync.setup.policy;

import software.amazon.awssdk.arns.Arn;

/** Builds and parses ARNs for policies. */
final class Arns {

  private Arns() {}

  /**
   * Returns the ARN of all objects of a bucket or access point whose keys begin with a prefix, or
   * with the part of it that IAM accepts in a policy: it has no characters above U+00FF.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html">PutRolePolicy:
   *     PolicyDocument</a>
   */
  static String objects(String partition, String bucket, String prefix) {
    String objects =
        bucket.startsWith("arn:") ? bucket + "/object/" : bucket(partition, bucket) + "/";
    return objects + escape(accepted(prefix)) + "*";
  }

  static String bucket(String partition, String bucket) {
    return bucket.startsWith("arn:") ? bucket : "arn:" + partition + ":s3:::" + bucket;
  }

  private static String accepted(String prefix) {
    int end = 0;
    while (end < prefix.length() && prefix.charAt(end) >= ' ' && prefix.charAt(end) <= '\u00FF') {
      end++;
    }
    return prefix.substring(0, end);
  }

  /**
   * Escapes characters that IAM would interpret as wildcards or variables.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">IAM
   *     policy variables: special characters</a>
   */
  private static String escape(String text) {
    return text.replaceAll("[*?$]", "\\${$0}");
  }

  /** Returns the endpoint by which KMS identifies S3, in any Region. */
  static String s3Of(String keyArn) {
    boolean china = Arn.fromString(keyArn).partition().equals("aws-cn");
    return "s3.*.amazonaws.com" + (china ? ".cn" : "");
  }

  /** Parses an ARN that the user provided. */
  static Arn parse(String field, String text) {
    Arn arn;
    try {
      arn = Arn.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          field + " is '" + text + "', expected an ARN: " + e.getMessage(), e);
    }
    if (!account(arn).matches("([0-9]{12})?")) {
      throw new IllegalArgumentException(
          field + " is '" + text + "', expected an ARN with the 12 digits of an account");
    }
    return arn;
  }

  static String account(Arn arn) {
    return arn.accountId().orElse("");
  }
}
