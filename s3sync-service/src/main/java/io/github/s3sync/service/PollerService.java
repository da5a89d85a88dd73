package io.github.s3sync.service;

import io.github.s3sync.S3Sync;
import io.github.s3sync.S3SyncBuilder;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.sqs.SqsPoller;
import io.github.s3sync.sqs.SqsPollerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs a poller that copies the objects of the notifications in an SQS queue, until a signal stops
 * it. Environment variables configure it, see {@code docs/configuration.md}.
 *
 * <p>The first SIGTERM or SIGINT stops it gracefully: the poller receives no more messages,
 * completes the messages in progress, and returns messages that it has not started to the queue. A
 * second signal stops it at once; SQS delivers the incomplete messages again.
 *
 * <table> <caption>Exit codes</caption> <tr><td>0</td><td>a signal stopped it gracefully</td></tr>
 * <tr><td>1</td><td>an unexpected error; the log contains it</td></tr> <tr><td>2</td><td>the
 * configuration is wrong; the log names the variable in one line</td></tr> <tr><td>143,
 * 130</td><td>a second signal, SIGTERM or SIGINT, stopped it at once</td></tr> </table>
 *
 * @since 0.1.0
 */
public final class PollerService implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PollerService.class);

  private static final int WRONG_CONFIGURATION = 2;
  private static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(1);

  /**
   * The time for requests that are still running; with the time that the poller needs, less than
   * the ten seconds that its README requires.
   */
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(3);

  private static final int MOST_PORT = 65535;
  private static final AtomicInteger COPIERS = new AtomicInteger();

  private final S3Sync sync;
  private final SqsClient sqs;
  private final ExecutorService copies = Executors.newCachedThreadPool(PollerService::copier);
  private final Progress progress = new Progress();
  private final Metrics metrics;
  private final SqsPoller poller;
  private final @Nullable HealthEndpoint health;

  /**
   * Creates a service, which serves its health and its metrics but does not receive messages yet.
   *
   * @throws InvalidConfigException if a variable is missing or wrong; the message names it
   */
  PollerService(Map<String, String> environment) {
    this(environment, builder -> {});
  }

  /**
   * Creates a service whose façade the caller changes.
   *
   * @param changes receives a builder with all settings of the variables
   */
  PollerService(Map<String, String> environment, Consumer<S3SyncBuilder> changes) {
    Variables variables = new Variables(environment);
    // logback.xml reads them as well, and would silently use text, and log failures only.
    variables.word(Variables.LOG_FORMAT, List.of("text", "json"));
    variables.flag(Variables.LOG_COPIES);
    Long port = variables.number(Variables.HEALTH_PORT, 0, MOST_PORT);
    SqsPollerBuilder poller = SqsPoller.builder().environment(environment);
    boolean byRule = variables.flag(Variables.METRICS_BY_RULE);
    this.sync = new EnvironmentReader().read(environment, changes);
    this.metrics =
        byRule
            ? new Metrics(sync.rules().rules().stream().map(CopyRule::name).toList())
            : new Metrics();
    this.sqs = ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", variables);
    // The executor has no limit, since the poller's concurrency limits the messages in work.
    this.poller =
        poller.client(sqs).sync(sync).executor(copies).listener(progress.andThen(metrics)).build();
    metrics.watch(this.poller::health);
    metrics.watchRules(sync::rulesOrigin);
    try {
      this.health =
          port == null
              ? null
              : HealthEndpoint.open(port.intValue(), this.poller::health, metrics::text);
    } catch (RuntimeException e) {
      copies.shutdown();
      sqs.close();
      sync.close();
      throw e;
    }
    log.info("{}", Description.of(variables, sync.rules(), health));
  }

  /**
   * Runs until a signal arrives, and ends the JVM.
   *
   * @param args not used
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(System.getenv()));
  }

  /**
   * Runs until a signal arrives. For programs that contain the service; call it at most once in a
   * JVM, since it handles the JVM's signals.
   *
   * @param environment the variables, such as {@code System.getenv()}
   * @return the exit code, see above
   * @throws InterruptedException if the thread is interrupted
   */
  public static int run(Map<String, String> environment) throws InterruptedException {
    return run(environment, builder -> {});
  }

  static int run(Map<String, String> environment, Consumer<S3SyncBuilder> changes)
      throws InterruptedException {
    try {
      // First, so that a signal during the start also stops the service gracefully.
      StopSignals signals = StopSignals.install();
      try (PollerService service = new PollerService(environment, changes)) {
        service.poller.start();
        while (!signals.awaitFirst(PROGRESS_INTERVAL)) {
          service.logProgress();
        }
      }
      return 0;
    } catch (InvalidConfigException e) {
      log.error("{}", e.getMessage());
      return WRONG_CONFIGURATION;
    } catch (RuntimeException | Error e) {
      log.error("stopped by an unexpected error", e);
      return 1;
    }
  }

  private void logProgress() {
    log.info("{}", progress.line(poller.health()));
  }

  /** Completes the messages in progress and returns the others to the queue. */
  @Override
  public void close() {
    poller.close();
    if (health != null) {
      health.close();
    }
    awaitCopies();
    sqs.close();
    sync.close();
    metrics.close();
    logProgress();
  }

  /** Waits for copies that are still running; they stop after their current request. */
  private void awaitCopies() {
    copies.shutdown();
    try {
      if (!copies.awaitTermination(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn(
            "some copies are still waiting for a response; the next receiver of their messages"
                + " resumes or restarts them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread copier(Runnable task) {
    return new Thread(task, "s3sync-copy-" + COPIERS.incrementAndGet());
  }
}
