package io.github.s3sync.examples.cli;

import io.github.s3sync.policy.SyncPolicies;
import io.github.s3sync.policy.SyncPoliciesBuilder;
import io.github.s3sync.rule.CopyRules;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What rules do not say about accounts, keys and principals. */
final class PrincipalOptions {

  @Option(
      names = {"-a", "--account"},
      paramLabel = "BUCKET=ID",
      description = "The account, 12 digits, that owns a bucket; where no rule says so.")
  private final Map<String, String> accounts = new LinkedHashMap<>();

  @Option(
      names = {"-k", "--key"},
      paramLabel = "BUCKET=ARN",
      description = "The KMS key that a bucket's objects are encrypted with by default.")
  private final Map<String, String> keys = new LinkedHashMap<>();

  @Option(
      names = {"-c", "--credentials"},
      paramLabel = "NAME=ARN",
      description = "The role or user behind credentials that a rule names.")
  private final Map<String, String> credentials = new LinkedHashMap<>();

  /**
   * The policies.
   *
   * @throws IllegalArgumentException if something is missing or wrong; the message says what
   */
  SyncPolicies policies(CopyRules rules, String principal) {
    SyncPoliciesBuilder policies = SyncPolicies.of(rules, principal);
    accounts.forEach(policies::account);
    keys.forEach(policies::key);
    credentials.forEach(policies::credentials);
    return policies.build();
  }
}
