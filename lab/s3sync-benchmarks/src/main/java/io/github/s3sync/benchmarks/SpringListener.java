package io.github.s3sync.benchmarks;

import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.SqsMessageListenerContainer;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.SyncReport;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Runs Spring Cloud AWS's listener container as its {@code @SqsListener} configures it, with the
 * same concurrency as the others. All other settings are defaults. The most important are: up to 10
 * messages per poll, all attributes, no poll until 10 more messages may be in work, and parallel
 * acknowledgements in batches of 10 or after a second.
 */
final class SpringListener implements AutoCloseable {

  private final SqsMessageListenerContainer<String> container;

  private SpringListener(SqsMessageListenerContainer<String> container) {
    this.container = container;
  }

  static SpringListener start(SqsAsyncClient sqs, String queueUrl, S3Sync sync, int concurrency) {
    MessageListener<String> listener = message -> copy(sync, message.getPayload());
    SqsMessageListenerContainer<String> container =
        SqsMessageListenerContainer.<String>builder()
            .id("listener")
            .sqsAsyncClient(sqs)
            .queueNames(queueUrl)
            .messageListener(listener)
            .configure(
                options ->
                    options
                        .maxConcurrentMessages(concurrency)
                        .maxMessagesPerPoll(10)
                        // Determines how long it takes to stop; has no effect while there are
                        // messages.
                        .pollTimeout(Duration.ofSeconds(1)))
            .build();
    container.start();
    return new SpringListener(container);
  }

  /** Throws an exception on failure, since only that prevents the container from acknowledging. */
  private static void copy(S3Sync sync, String body) {
    SyncReport report = sync.handle(body, Deadline.none());
    if (!report.failed().isEmpty()) {
      throw new IllegalStateException(report.outcomes().toString());
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}
