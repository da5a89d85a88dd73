package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Runs the simplest loop that processes a queue without loss: threads that each receive ten
 * messages, copy one after the other and delete the copied ones.
 *
 * <p>Its limits: nine messages wait while the first is copied, and a copy that exceeds their
 * visibility timeout is made twice.
 */
final class SdkLoop implements AutoCloseable {

  private static final int BATCH = 10;

  /** Determines how long it takes to stop; has no effect while there are messages. */
  private static final int WAIT_SECONDS = 1;

  private final SqsClient sqs;
  private final String queueUrl;
  private final S3Sync sync;
  private final ExecutorService threads;
  private volatile boolean running = true;

  private SdkLoop(SqsClient sqs, String queueUrl, S3Sync sync, int concurrency) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.sync = sync;
    this.threads = Executors.newFixedThreadPool(concurrency);
  }

  static SdkLoop start(SqsClient sqs, String queueUrl, S3Sync sync, int concurrency) {
    SdkLoop loop = new SdkLoop(sqs, queueUrl, sync, concurrency);
    for (int i = 0; i < concurrency; i++) {
      loop.threads.execute(loop::run);
    }
    return loop;
  }

  private void run() {
    while (running) {
      receiveCopyDelete();
    }
  }

  private void receiveCopyDelete() {
    List<Message> messages =
        sqs.receiveMessage(
                r -> r.queueUrl(queueUrl).maxNumberOfMessages(BATCH).waitTimeSeconds(WAIT_SECONDS))
            .messages();
    List<DeleteMessageBatchRequestEntry> copied = new ArrayList<>();
    for (Message message : messages) {
      if (sync.handle(message.body(), Deadline.none()).failed().isEmpty()) {
        copied.add(
            DeleteMessageBatchRequestEntry.builder()
                .id(message.messageId())
                .receiptHandle(message.receiptHandle())
                .build());
      }
    }
    if (!copied.isEmpty()) {
      sqs.deleteMessageBatch(r -> r.queueUrl(queueUrl).entries(copied));
    }
  }

  @Override
  public void close() {
    running = false;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the loop does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
