package io.github.s3sync.cli;

import io.github.s3sync.S3Sync;
import io.github.s3sync.cli.option.PrincipalOptions;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.config.Variables;
import io.github.s3sync.destination.ServiceAddress;
import io.github.s3sync.event.LogText;
import io.github.s3sync.service.ConfiguredClient;
import io.github.s3sync.setup.check.Preflight;
import io.github.s3sync.setup.check.PreflightBuilder;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.finding.Statement;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Checks the rules against the real accounts. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks each rule against the real accounts, without writing an object.",
      "Reports each missing permission and its resource, and with --principal the statements that"
          + " grant it. Also reports other problems of buckets, queue and function. Run it as the"
          + " role or user that copies, for example with a profile of the AWS CLI that assumes the"
          + " role. Exits with 1 if there is an ERROR, or if a bucket, the queue or the function"
          + " could not be checked at all. Otherwise, UNKNOWN and WARNING do not change the exit"
          + " code 0."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;
  @Mixin private final PrincipalOptions principals = new PrincipalOptions();

  @Option(
      names = {"-p", "--principal"},
      paramLabel = "ARN",
      description = "The role or user that copies, so that missing statements can be printed.")
  private @Nullable String principal;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "URL",
      description = "Check the configuration of this queue as well.")
  private @Nullable String queue;

  @Option(
      names = {"-f", "--function"},
      paramLabel = "NAME",
      description = "Check this Lambda function and its event source mapping of the queue as well.")
  private @Nullable String function;

  @Option(
      names = "--probe",
      paramLabel = "PREFIX",
      description =
          "Write an empty object under this prefix of each destination, and delete it. The role may"
              + " not be allowed to write elsewhere, or to delete.")
  private @Nullable String probe;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  CheckCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    String problem = queue == null ? null : ServiceAddress.problemOfEndpoint(queue);
    if (problem != null) {
      throw new UsageException(
          problem.equals(ServiceAddress.NOT_A_URL)
              ? "--queue is '" + queue + "', expected the URL of a queue"
              : "--queue " + problem);
    }
    Variables variables = rules.reading(Variables::new);
    rules.requireRegion();
    try (S3Sync sync = rules.sync();
        RegionalS3Clients s3 = rules.reading(new EnvironmentReader()::clients);
        SqsClient sqs =
            queue == null
                ? null
                : ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", variables);
        LambdaClient lambda =
            function == null
                ? null
                : ConfiguredClient.of(
                    LambdaClient.builder(), "AWS_ENDPOINT_URL_LAMBDA", variables)) {
      List<Finding> findings = preflight(sync, s3, sqs, lambda).run();
      print(findings, spec.commandLine().getOut());
      return isBad(findings) ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  /**
   * Returns whether the exit code must not be 0: an error, or a bucket, queue or function that
   * could not be checked at all.
   */
  private static boolean isBad(List<Finding> findings) {
    return findings.stream()
            .anyMatch(
                finding ->
                    finding.severity() == Severity.ERROR
                        || (finding.severity() == Severity.UNKNOWN
                            && finding.check() == Check.BUCKET))
        || isUnknown(findings, Check.QUEUE)
        || isUnknown(findings, Check.FUNCTION);
  }

  /** Returns whether a subject was checked, and each of its findings is unknown. */
  private static boolean isUnknown(List<Finding> findings, Check check) {
    List<Finding> found = findings.stream().filter(finding -> finding.check() == check).toList();
    return !found.isEmpty()
        && found.stream().allMatch(finding -> finding.severity() == Severity.UNKNOWN);
  }

  private Preflight preflight(
      S3Sync sync, RegionalS3Clients s3, @Nullable SqsClient sqs, @Nullable LambdaClient lambda) {
    try {
      PreflightBuilder preflight = Preflight.builder().rules(sync.rules()).clients(s3);
      if (principal != null) {
        preflight.policies(principals.policies(sync.rules(), principal));
      }
      if (sqs != null && queue != null) {
        preflight.queue(sqs, queue);
      }
      if (lambda != null && function != null) {
        preflight.function(lambda, function).variables(rules.variables());
      }
      if (probe != null) {
        preflight.probe(probe);
      }
      return preflight.build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void print(List<Finding> findings, PrintWriter out) {
    if (json) {
      out.println(Json.text(Json.MAPPER.valueToTree(findings)));
      return;
    }
    findings.forEach(finding -> print(finding, out));
    if (principal == null && findings.stream().anyMatch(Finding::isMissingPermission)) {
      out.println(
          "To print the statements that grant the missing permissions, add --principal ARN.");
    }
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.UNKNOWN)) {
      out.println(
          "UNKNOWN means that a check could not be made: its line says why. It can hide an error.");
    }
    out.println(
        Arrays.stream(Severity.values())
            .map(severity -> count(findings, severity))
            .collect(Collectors.joining(", ")));
  }

  private static void print(Finding finding, PrintWriter out) {
    Permission permission = finding.permission();
    out.printf(
        "%-8s %-12s %s%s: %s%n",
        finding.severity(),
        finding.check().name().toLowerCase(Locale.ROOT),
        finding.rule() == null ? "" : "rule '" + finding.rule() + "', ",
        finding.subject(),
        LogText.of(finding.message()));
    if (permission != null && finding.isMissingPermission()) {
      for (Statement statement : permission.statements()) {
        out.println("         to the policy of " + statement.to() + " add");
        Json.text(Json.read(statement.policy()).path("Statement"))
            .lines()
            .forEach(line -> out.println("           " + line));
      }
    }
  }

  private static String count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count()
        + " "
        + severity;
  }
}
