package io.github.s3sync.examples.cli;

import io.github.s3sync.S3Sync;
import io.github.s3sync.policy.SyncPolicies;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the policies that the rules need. */
@Command(
    name = "policies",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the IAM policies that the rules need, and nothing more.",
      "Those of the role that copies, of buckets, KMS keys and roles of other accounts, and, with"
          + " --deliver-to, of the queue, topic or function that S3 tells. Nothing is asked and"
          + " nothing is changed."
    })
final class PoliciesCommand implements Callable<Integer> {

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

  @Option(
      names = "--deliver-to",
      paramLabel = "ARN",
      description = "The queue, topic or function that S3 sends notifications to.")
  private @Nullable String target;

  @SuppressWarnings("NullAway.Init") // picocli sets the rest
  PoliciesCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    try (S3Sync sync = rules.sync()) {
      SyncPolicies policies = principals.policies(sync.rules(), principal);
      documents.print(PolicyDocuments.of(policies, principal, target), spec.commandLine().getOut());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }
}
