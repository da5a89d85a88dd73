package io.github.s3sync.cli;

import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.redrive.DeadLetter;
import io.github.s3sync.cli.redrive.DeadLetterQueue;
import io.github.s3sync.cli.redrive.DeadLetterReader;
import io.github.s3sync.cli.redrive.Fate;
import io.github.s3sync.cli.redrive.FunctionTarget;
import io.github.s3sync.cli.redrive.QueueTarget;
import io.github.s3sync.cli.redrive.Redrive;
import io.github.s3sync.cli.redrive.RedriveCounts;
import io.github.s3sync.cli.redrive.RedriveTarget;
import io.github.s3sync.cli.redrive.Redriven;
import io.github.s3sync.cli.redrive.Selection;
import io.github.s3sync.config.Variables;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.service.ConfiguredClient;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Lists, counts and puts back dead letters. */
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Puts dead letters back into their queue, by reason, rule and prefix; --dry-run lists them.",
      "A message is deleted from the dead-letter queue only after its sending was confirmed. All"
          + " other messages stay, hidden from other consumers until the command ends. A message"
          + " without a readable event stays unless --reason names its reason.",
      "A redrive is safe at any time, because a message never restores old content."
    })
final class RedriveCommand implements Callable<Integer> {

  /** The reasons of records of Lambda that do not state a reason of s3sync. */
  private static final List<String> LAMBDA_CONDITIONS =
      List.of("RetriesExhausted", "EventAgeExceeded");

  /** The exit code of a shell for a process that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private static final int MAX_THREADS = 64;

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;
  @Mixin private final RedriveQueues queues;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "Only messages with this reason, such as ACCESS_DENIED, or NOT_STATED; can be given"
              + " several times.")
  private final Set<String> reasons = new LinkedHashSet<>();

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description =
          "Only messages of this rule, which they name, or else match by the rules given; can be"
              + " given several times.")
  private final Set<String> ruleNames = new LinkedHashSet<>();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Only messages with an object whose key begins with this.")
  private String prefix = "";

  @Option(names = "--dry-run", description = "Print what would be done, and send nothing.")
  private boolean dryRun;

  @Option(
      names = "--count",
      description = "Print only the counts, without a line for each message.")
  private boolean count;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "How many batches of ten messages are handled at once. Default: ${DEFAULT-VALUE}")
  private int concurrency = 8;

  @Option(names = "--json", description = "Print the counts as one JSON object instead of text.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  RedriveCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
    this.queues = new RedriveQueues();
  }

  @Override
  public Integer call() {
    check();
    CopyRules known = rules.isGiven() ? rules.rules() : null;
    Variables variables = new Variables(rules.variables());
    try (SqsClient sqs =
            ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", variables);
        LambdaClient lambda =
            queues.function() == null || dryRun
                ? null
                : ConfiguredClient.of(
                    LambdaClient.builder(), "AWS_ENDPOINT_URL_LAMBDA", variables)) {
      RedriveQueues.Ends ends = queues.find(sqs, rules.variables(), !dryRun);
      DeadLetterQueue queue = new DeadLetterQueue(sqs, ends.from());
      announce(queue, ends);
      return run(
          new Redrive(
              queue,
              target(sqs, lambda, ends),
              new DeadLetterReader(known),
              new Selection(reasons, ruleNames, prefix),
              listener(),
              concurrency));
    }
  }

  private void check() {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(FailureReason.values()).map(Enum::name).forEach(known::add);
    known.addAll(LAMBDA_CONDITIONS);
    known.add(DeadLetter.NOT_STATED);
    for (String reason : reasons) {
      if (!known.contains(reason)) {
        throw new UsageException(
            "--reason is '" + reason + "', expected one of " + String.join(", ", known));
      }
    }
    Set<String> exact =
        known.stream()
            .filter(name -> reasons.stream().anyMatch(name::equalsIgnoreCase))
            .collect(Collectors.toSet());
    reasons.clear();
    reasons.addAll(exact);
    if (concurrency < 1 || concurrency > MAX_THREADS) {
      throw new UsageException(
          "--concurrency is " + concurrency + ", expected 1 to " + MAX_THREADS);
    }
  }

  private @Nullable RedriveTarget target(
      SqsClient sqs, @Nullable LambdaClient lambda, RedriveQueues.Ends ends) {
    if (dryRun) {
      return null;
    }
    String function = queues.function();
    if (lambda != null && function != null) {
      return new FunctionTarget(lambda, function);
    }
    String to = ends.to();
    return to == null ? null : new QueueTarget(sqs, to);
  }

  private Consumer<Redriven> listener() {
    PrintWriter out = spec.commandLine().getOut();
    return redriven -> {
      if (!count && !json && redriven.fate() != Fate.NOT_SELECTED) {
        RedriveOutput.printLine(out, redriven);
      }
    };
  }

  /** Prints to standard error which queues are used, and what this command does not see. */
  private void announce(DeadLetterQueue queue, RedriveQueues.Ends ends) {
    PrintWriter err = spec.commandLine().getErr();
    Map<QueueAttributeName, String> attributes = queue.attributes();
    String receiver = queues.function() == null ? ends.to() : "function " + queues.function();
    err.println(
        "about "
            + attributes.getOrDefault(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "an unknown number of")
            + " messages in "
            + ends.from()
            + (dryRun || receiver == null ? "" : ", to be put back into " + receiver));
    String hidden =
        attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0");
    if (!hidden.equals("0")) {
      err.println(
          "about "
              + hidden
              + " more messages are hidden, because another process received them a moment ago; run"
              + " this command again later for these");
    }
    if (attributes.containsKey(QueueAttributeName.REDRIVE_POLICY)) {
      err.println(
          "the dead-letter queue has a redrive policy of its own: each run of this command counts"
              + " as a receive of the messages that stay");
    }
    err.flush();
  }

  private int run(Redrive redrive) {
    try (StopOnSignal signal = new StopOnSignal(INTERRUPTED)) {
      signal.run(redrive::stop, () -> {});
      redrive.run();
      RedriveCounts counts = redrive.counts();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(RedriveOutput.json(counts, redrive.problems()));
        out.flush();
      } else {
        RedriveOutput.printCounts(out, counts, redrive.problems());
      }
      boolean failed =
          !redrive.problems().isEmpty()
              || counts.count(Fate.NOT_SENT) > 0
              || counts.count(Fate.NOT_DELETED) > 0;
      return failed ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }
}
