package io.github.s3sync.cli;

import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.LogSettings;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.service.PollerService;
import io.github.s3sync.sqs.SqsPoller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the poller service in the foreground. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the objects of the notifications in a queue, until Ctrl-C.",
      "Runs the same poller as s3sync-service, which is the artifact to deploy."
          + " docs/configuration.md lists the variables that have no option."
    })
final class RunCommand implements Callable<Integer> {

  private static final String CONCURRENCY = "S3SYNC_CONCURRENCY";
  private static final int MAX_PORT = 65_535;

  /** The variables of this command, each with the option that sets it. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          Variables.QUEUE_URL,
          "--queue",
          Variables.DEAD_LETTER_QUEUE_URL,
          "--dead-letter-queue",
          CONCURRENCY,
          "--concurrency",
          Variables.HEALTH_PORT,
          "--health-port");

  @Mixin private final RulesOptions rules;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "URL",
      description = "The queue's URL; S3SYNC_QUEUE_URL if it is not given.")
  private @Nullable String queue;

  @Option(
      names = "--dead-letter-queue",
      paramLabel = "URL",
      description =
          "The URL of the queue for messages that can never succeed; S3SYNC_DEAD_LETTER_QUEUE_URL"
              + " if not given.")
  private @Nullable String deadLetterQueue;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "The number of messages that are processed at once; S3SYNC_CONCURRENCY if not given.")
  private @Nullable String concurrency;

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      description = "The port of GET /health and GET /metrics; S3SYNC_HEALTH_PORT if not given.")
  private @Nullable String healthPort;

  RunCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    LogSettings.forService();
    Map<String, String> given = new LinkedHashMap<>();
    put(given, Variables.QUEUE_URL, queue);
    put(given, Variables.DEAD_LETTER_QUEUE_URL, deadLetterQueue);
    put(given, CONCURRENCY, concurrency);
    put(given, Variables.HEALTH_PORT, healthPort);
    given.forEach(rules::set);
    rules.reading(
        variables -> {
          check(variables, given);
          return variables;
        });
    return PollerService.run(rules.variables());
  }

  /**
   * Checks the variables. Messages about a wrong value name the option in place of its variable.
   */
  private static void check(Map<String, String> variables, Map<String, String> given) {
    try {
      new Variables(variables).number(Variables.HEALTH_PORT, 0, MAX_PORT);
      SqsPoller.builder().environment(variables);
    } catch (InvalidConfigException e) {
      throw new UsageException(
          e.message(name -> given.containsKey(name) ? OPTIONS.getOrDefault(name, name) : name), e);
    }
  }

  private static void put(Map<String, String> given, String variable, @Nullable String value) {
    if (value != null) {
      given.put(variable, value);
    }
  }
}
