package io.github.s3sync.examples.demo;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.SyncReport;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/** Takes notifications from the queue until closed, and acknowledges those without a failure. */
final class QueueWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QueueWorker.class);

  /** SQS waits up to 20 seconds; closing waits for this one. */
  private static final int WAIT_SECONDS = 1;

  private final DemoServers servers;
  private final S3Sync sync;
  private final List<Thread> threads;
  private volatile boolean closed;

  QueueWorker(DemoServers servers, S3Sync sync, int threads) {
    this.servers = servers;
    this.sync = sync;
    this.threads =
        IntStream.rangeClosed(1, threads)
            .mapToObj(i -> new Thread(this::run, "queue-worker-" + i))
            .toList();
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void run() {
    while (!closed) {
      Deadline deadline = Deadline.after(DemoServers.VISIBILITY.minusSeconds(5));
      for (Message message : receive()) {
        handle(message, deadline);
      }
    }
  }

  private List<Message> receive() {
    return servers
        .sqs()
        .receiveMessage(
            r ->
                r.queueUrl(servers.queueUrl())
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(WAIT_SECONDS))
        .messages();
  }

  private void handle(Message message, Deadline deadline) {
    try {
      SyncReport report = sync.handle(message.body(), deadline);
      if (report.failed().isEmpty()) {
        servers
            .sqs()
            .deleteMessage(
                d -> d.queueUrl(servers.queueUrl()).receiptHandle(message.receiptHandle()));
      }
    } catch (RuntimeException e) {
      log.warn("message {} stays in the queue", message.messageId(), e);
    }
  }

  /** Ends when the messages in hand are done. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
