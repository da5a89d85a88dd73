package io.github.s3sync.examples.cli;

import io.github.s3sync.service.PollerService;
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
      "Copies what the notifications in a queue announce, until Ctrl-C.",
      "The same as s3sync-service, which is what one deploys: docs/configuration.md lists the"
          + " variables that say more than these options."
    })
final class RunCommand implements Callable<Integer> {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  @Mixin private final RulesOptions rules;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "URL",
      description = "The queue's URL; S3SYNC_QUEUE_URL if it is not given.")
  private @Nullable String queue;

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      description =
          "Where GET /health and GET /metrics are answered; S3SYNC_HEALTH_PORT if not given.")
  private @Nullable String healthPort;

  RunCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (System.getProperty(LOG_LEVEL) == null) {
      // A service says what it does; the other commands print it.
      System.setProperty(LOG_LEVEL, "info");
    }
    Map<String, String> variables = rules.variables();
    if (queue != null) {
      variables.put("S3SYNC_QUEUE_URL", queue);
    }
    if (healthPort != null) {
      variables.put("S3SYNC_HEALTH_PORT", healthPort);
    }
    return PollerService.run(variables);
  }
}
