package io.github.s3sync.examples.deploy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of the templates for the poller and for Batch Operations, by their names in
 * CloudFormation.
 */
record Parameters(Map<String, String> values) {

  private static final Set<String> FLAGS = Set.of("ReadReplicas", "LogCopies");
  private static final Set<String> NUMBERS = Set.of("SilenceHours");
  private static final Set<String> LISTS = Set.of("OtherSourceBucketArns", "PolicyArns");

  /** The parameters of one rule, the example in the READMEs. */
  static final Parameters README =
      new Parameters(
          Map.of(
              "SourceBucket",
              Sample.SOURCE_BUCKET,
              "SourcePrefix",
              "in/",
              "DestinationBucket",
              Sample.DESTINATION_BUCKET,
              "DestinationAccount",
              Sample.DESTINATION_ACCOUNT,
              "DestinationPrefix",
              "bdp/",
              "DestinationKey",
              "{filename}"));

  Parameters with(String name, String value) {
    Map<String, String> others = new HashMap<>(values);
    others.put(name, value);
    return new Parameters(others);
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns the parameters of a CloudFormation template and the values of its references. */
  Map<String, String> inCloudFormation(Map<String, String> references) {
    Map<String, String> all = new HashMap<>(values);
    all.put("SourcePolicyPrefix", policyPrefix(value("SourcePrefix")));
    all.put("DestinationPolicyPrefix", policyPrefix(value("DestinationPrefix")));
    all.putAll(
        Map.of(
            "AWS::Partition",
            "aws",
            "AWS::URLSuffix",
            "amazonaws.com",
            "AWS::AccountId",
            Sample.SOURCE_ACCOUNT,
            "AWS::Region",
            Sample.REGION,
            "AWS::StackName",
            Sample.NAME));
    all.putAll(references);
    return all;
  }

  /** Returns the prefix in a policy; an equals sign means the whole prefix. */
  private static String policyPrefix(String prefix) {
    String accepted = Sample.policyPrefix(prefix);
    return accepted.equals(prefix) ? "=" : accepted;
  }

  /** Returns the variables of a Terraform module. */
  Map<String, Object> inTerraform(Map<String, Object> others) {
    Map<String, Object> all = new HashMap<>(others);
    all.put("region", Sample.REGION);
    values.forEach((name, value) -> all.put(variable(name), typed(name, value)));
    return all;
  }

  private static Object typed(String name, String value) {
    if (FLAGS.contains(name)) {
      return Boolean.valueOf(value);
    }
    if (NUMBERS.contains(name)) {
      return Integer.valueOf(value);
    }
    if (LISTS.contains(name)) {
      return value.isEmpty() ? List.of() : Arrays.asList(value.split(","));
    }
    return value;
  }

  /** Returns the name of a parameter in Terraform, such as {@code source_bucket}. */
  static String variable(String parameter) {
    return parameter.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
