package io.github.s3sync.cli.policy;

import io.github.s3sync.cli.option.PrincipalOptions;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the policies that the rules need. */
@Command(
    name = "policies",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the IAM policies that the rules need, with no further permissions.",
      "Prints the policies of the role that copies, of buckets, KMS keys and roles of other"
          + " accounts, and, with --deliver-to, of the queue, topic or function that receives the"
          + " notifications. Changes nothing, and without --merge makes no request. Exits with 1 if"
          + " AWS would not accept a policy because of its size."
    })
public final class PoliciesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;
  @Mixin private final PrincipalOptions principals = new PrincipalOptions();
  @Mixin private final Documents documents = new Documents();

  @Option(
      names = {"-p", "--principal"},
      required = true,
      paramLabel = "ARN",
      description = "The role or user that copies, such as arn:aws:iam::111122223333:role/s3sync")
  private String principal;

  @Mixin private final DeliveryOptions delivery = new DeliveryOptions();

  @Option(
      names = "--merge",
      description =
          "Read the policies of buckets and of the queue, and keep their other statements. Requires"
              + " s3:GetBucketPolicy and sqs:GetQueueAttributes.")
  private boolean merge;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  public PoliciesCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    try (ExistingSettings existing =
        merge ? new ExistingSettings(rules.reading(variables -> variables)) : null) {
      SyncPolicies policies = principals.policies(rules.rules(), principal);
      return documents.print(
          PolicyDocuments.of(policies, principal, delivery, existing), spec.commandLine());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
