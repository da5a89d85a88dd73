package io.github.s3sync.examples.micronaut;

import io.github.s3sync.S3Sync;
import io.github.s3sync.micrometer.PollerGauges;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.SqsPoller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Starts the poller when the context is ready, and stops it before the clients that it uses are
 * closed. Its threads are not a bean, so that no injection point receives them by mistake.
 */
@Singleton
class Replication implements ApplicationEventListener<StartupEvent> {

  static final int CONCURRENCY = 16;

  private final ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY);
  private final SqsPoller poller;
  private final MeterRegistry meters;

  Replication(
      ReplicationConfiguration configuration, SqsClient sqs, S3Sync sync, MeterRegistry meters) {
    this.meters = meters;
    this.poller =
        SqsPoller.builder()
            .queueUrl(configuration.queueUrl())
            .client(sqs)
            .sync(sync)
            .executor(threads)
            .concurrency(CONCURRENCY)
            // Less than the 30 s that Kubernetes allows a pod for its shutdown.
            .shutdownTimeout(Duration.ofSeconds(20))
            .build();
  }

  /** Returns the state of the poller, for the health indicator and the gauges. */
  PollerHealth health() {
    return poller.health();
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    // Not a MeterBinder bean: the registry, on which the façade depends, would depend on this bean.
    PollerGauges.of(this::health).bindTo(meters);
    poller.start();
  }

  /**
   * Finishes the messages in work, within the shutdown timeout, and returns the others to the
   * queue.
   */
  @PreDestroy
  void close() {
    poller.close();
    threads.shutdown();
  }
}
