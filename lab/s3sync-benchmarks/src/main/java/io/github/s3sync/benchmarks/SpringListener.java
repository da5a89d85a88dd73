package io.github.s3sync.benchmarks;

import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.SqsMessageListenerContainer;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.SyncReport;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Spring Cloud AWS's listener container as its {@code @SqsListener} sets it up, with as many
 * messages at once as the others. All else is its default, above all: up to 10 messages a poll, all
 * attributes asked for, no poll until 10 more may be in work, and acknowledgements in batches of 10
 * or after a second, in parallel.
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
                        // How long it takes to stop, and nothing else while there are messages.
                        .pollTimeout(Duration.ofSeconds(1)))
            .build();
    container.start();
    return new SpringListener(container);
  }

  /** An exception is what keeps the container from acknowledging. */
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
