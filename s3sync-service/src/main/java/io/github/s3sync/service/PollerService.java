package io.github.s3sync.service;

import io.github.s3sync.S3Sync;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Copies what the notifications in an SQS queue announce, until it is told to end. Environment
 * variables say what to do, see {@code docs/configuration.md}.
 *
 * <p>The first SIGTERM or SIGINT ends it well: no message is received any more, what runs is
 * finished, and what has not begun is handed back. The second ends it at once: what is unfinished
 * comes again.
 *
 * <table>
 *   <caption>Exit codes</caption>
 *   <tr><td>0</td><td>it was told to end, and did</td></tr>
 *   <tr><td>1</td><td>an unforeseen error; the log has it</td></tr>
 *   <tr><td>2</td><td>the configuration is wrong; the log says where, in one line</td></tr>
 *   <tr><td>143, 130</td><td>a second signal, SIGTERM or SIGINT, ended it at once</td></tr>
 * </table>
 *
 * @since 0.1.0
 */
public final class PollerService implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PollerService.class);

  private static final int WRONG_CONFIGURATION = 2;
  private static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(1);

  /** With the poller's own seconds less than the ten that its README asks for. */
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
   * Makes one, and answers for its health and its metrics, but receives nothing yet.
   *
   * @throws InvalidConfigException if a variable is missing or wrong; the message names it
   */
  PollerService(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    // logback.xml reads them too, and falls back to text and to failures only.
    variables.word(Variables.LOG_FORMAT, List.of("text", "json"));
    variables.flag(Variables.LOG_COPIES);
    Long port = variables.number(Variables.HEALTH_PORT, 0, MOST_PORT);
    SqsPollerBuilder poller = SqsPoller.builder().environment(environment);
    boolean byRule = variables.flag(Variables.METRICS_BY_RULE);
    this.sync = new EnvironmentReader().read(environment);
    this.metrics =
        byRule
            ? new Metrics(sync.rules().rules().stream().map(CopyRule::name).toList())
            : new Metrics();
    this.sqs = ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", variables);
    // The executor has no limit: the poller has no more in work than its concurrency.
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
   * Runs until a signal comes, and ends the JVM.
   *
   * @param args not used
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(System.getenv()));
  }

  /**
   * Runs until a signal comes. For programs of which this is a part, and no more than once in a
   * JVM, whose signals it takes.
   *
   * @param environment the variables, such as {@code System.getenv()}
   * @return the exit code, see above
   * @throws InterruptedException if the thread is interrupted
   */
  public static int run(Map<String, String> environment) throws InterruptedException {
    try {
      // First, so that one who is told to end while it begins ends well, too.
      StopSignals signals = StopSignals.install();
      try (PollerService service = new PollerService(environment)) {
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
      log.error("ended by an unforeseen error", e);
      return 1;
    }
  }

  private void logProgress() {
    log.info("{}", progress.line(poller.health()));
  }

  /** Finishes what runs, and hands back the rest. */
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

  /** Those that have not ended have been told to end after the request that they are at. */
  private void awaitCopies() {
    copies.shutdown();
    try {
      if (!copies.awaitTermination(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn(
            "some copies are still at a request; who receives their messages next resumes or"
                + " restarts them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread copier(Runnable task) {
    return new Thread(task, "s3sync-copy-" + COPIERS.incrementAndGet());
  }
}
