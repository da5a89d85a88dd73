package io.github.s3sync.cli.option;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.policy.SyncPolicies;
import io.github.s3sync.setup.policy.SyncPoliciesBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** Contains the accounts, keys and principals that rules do not contain. */
public final class PrincipalOptions {

  @Option(
      names = {"-a", "--account"},
      paramLabel = "BUCKET=ID",
      description = "The account, 12 digits, that owns a bucket; needed if no rule contains it.")
  private final Map<String, String> accounts = new LinkedHashMap<>();

  @Option(
      names = {"-k", "--key"},
      paramLabel = "BUCKET=ARN",
      description = "The KMS key that a bucket's objects are encrypted with by default.")
  private final Map<String, String> keys = new LinkedHashMap<>();

  @Option(
      names = {"-c", "--credentials"},
      paramLabel = "NAME=ARN",
      description = "The role or user whose credentials a rule names.")
  private final Map<String, String> credentials = new LinkedHashMap<>();

  /**
   * Returns the policies.
   *
   * @throws IllegalArgumentException if a value is missing or wrong; the message names it
   */
  public SyncPolicies policies(CopyRules rules, String principal) {
    Set<String> buckets = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (CopyRule rule : rules.rules()) {
      buckets.add(rule.sourceBucket());
      addName(rule.sourceAccess(), names);
      for (Destination destination : rule.destinations()) {
        buckets.add(destination.bucket());
        addName(destination.access(), names);
      }
    }
    check("--account", accounts.keySet(), "bucket", buckets);
    check("--key", keys.keySet(), "bucket", buckets);
    check("--credentials", credentials.keySet(), "credentials", names);
    SyncPoliciesBuilder policies = builder(rules, principal);
    set("--account", accounts, policies::account);
    set("--key", keys, policies::key);
    set("--credentials", credentials, policies::credentials);
    buckets.forEach(bucket -> requireAccount(rules, bucket));
    return policies.build();
  }

  /** Creates the builder; the message about a wrong principal names the option. */
  private static SyncPoliciesBuilder builder(CopyRules rules, String principal) {
    try {
      return SyncPolicies.of(rules, principal);
    } catch (IllegalArgumentException e) {
      throw UsageException.ofProperty("principal", e);
    }
  }

  /** Sets values; the message about a wrong one names the option. */
  private static void set(
      String option, Map<String, String> values, BiConsumer<String, String> property) {
    try {
      values.forEach(property);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
  }

  /** Requires the account of a bucket. The ARN of an access point contains it. */
  private void requireAccount(CopyRules rules, String bucket) {
    boolean known =
        bucket.startsWith("arn:")
            || accounts.containsKey(bucket)
            || rules.rules().stream().anyMatch(rule -> namesOwner(rule, bucket));
    if (!known) {
      throw new UsageException(
          "the account of bucket '%s' is not known, expected --account %s=ID with its 12 digits, or expectedOwner in the rules"
              .formatted(bucket, bucket));
    }
  }

  private static boolean namesOwner(CopyRule rule, String bucket) {
    return (rule.sourceBucket().equals(bucket) && rule.sourceOwner() != null)
        || rule.destinations().stream()
            .anyMatch(to -> to.bucket().equals(bucket) && to.expectedOwner() != null);
  }

  private static void addName(Access access, Set<String> names) {
    if (access.credentials() != null) {
      names.add(access.credentials());
    }
  }

  /** Rejects a name that no rule contains, since its statements would silently be missing. */
  private static void check(String option, Set<String> given, String what, Set<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new UsageException(
            option + " names '" + name + "', expected " + what + " of the rules: " + known);
      }
    }
  }
}
