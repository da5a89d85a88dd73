package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.sqs.SqsPoller;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs the poller with its default settings, on as many threads as it has messages in work at once.
 */
final class PollerReader implements AutoCloseable {

  private final SqsPoller poller;
  private final ExecutorService threads;

  private PollerReader(SqsPoller poller, ExecutorService threads) {
    this.poller = poller;
    this.threads = threads;
  }

  static PollerReader start(SqsClient sqs, String queueUrl, S3Sync sync, int concurrency) {
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    SqsPoller poller =
        SqsPoller.builder()
            .queueUrl(queueUrl)
            .client(sqs)
            .sync(sync)
            .executor(threads)
            .concurrency(concurrency)
            .build();
    poller.start();
    return new PollerReader(poller, threads);
  }

  @Override
  public void close() {
    poller.close();
    threads.shutdown();
  }
}
