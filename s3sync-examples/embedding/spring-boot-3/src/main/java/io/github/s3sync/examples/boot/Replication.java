package io.github.s3sync.examples.boot;

import io.github.s3sync.S3Sync;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.SqsPoller;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Starts the poller when all beans exist, and stops it before any of them is closed.
 *
 * <p>Its threads are not a bean: an {@code Executor} bean would replace Boot's own {@code
 * applicationTaskExecutor} in the whole application.
 */
@Component
class Replication implements SmartLifecycle {

  static final int CONCURRENCY = 16;

  private final ReplicationProperties properties;
  private final SqsClient sqs;
  private final S3Sync sync;
  private volatile SqsPoller poller;
  private volatile ExecutorService threads;

  Replication(ReplicationProperties properties, SqsClient sqs, S3Sync sync) {
    this.properties = properties;
    this.sqs = sqs;
    this.sync = sync;
    this.poller = poller();
  }

  /** Returns the state of the poller, for the health indicator and the gauges. */
  PollerHealth health() {
    return poller.health();
  }

  @Override
  public void start() {
    if (poller.health().state() == PollerHealth.State.STOPPED) {
      poller = poller(); // The context was stopped, and is started again.
    }
    poller.start();
  }

  /**
   * Finishes the messages in work, within the shutdown timeout, and returns the others to the
   * queue.
   */
  @Override
  public void stop() {
    poller.close();
    threads.shutdown();
  }

  @Override
  public boolean isRunning() {
    return switch (poller.health().state()) {
      case NEW, STOPPED -> false;
      default -> true;
    };
  }

  private SqsPoller poller() {
    // On Java 21 and later, Executors.newVirtualThreadPerTaskExecutor() can be used as well.
    threads = Executors.newFixedThreadPool(CONCURRENCY);
    return SqsPoller.builder()
        .queueUrl(properties.queueUrl())
        .client(sqs)
        .sync(sync)
        .executor(threads)
        .concurrency(CONCURRENCY)
        // Less than the 30 s that Kubernetes allows a pod for its shutdown.
        .shutdownTimeout(Duration.ofSeconds(20))
        .build();
  }
}
