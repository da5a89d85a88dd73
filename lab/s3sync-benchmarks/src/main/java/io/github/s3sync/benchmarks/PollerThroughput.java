package io.github.s3sync.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Measures how a queue full of small events is processed: messages per second, CPU per message and
 * SQS calls per message of {@code SqsPoller} and its peers, compared with the simplest loop. A
 * second run of the loop shows the measurement noise.
 */
final class PollerThroughput {

  private static final int WARM_UPS = 2;

  private static final List<QueueReader> CONTENDERS =
      List.of(QueueReader.LOOP, QueueReader.POLLER, QueueReader.SPRING, QueueReader.LOOP);

  private PollerThroughput() {}

  /** Arguments: the number of messages in a round, the number of rounds, and the concurrency. */
  public static void main(String[] args) {
    int messages = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 32;
    for (String server : List.of("fake", "slow")) {
      String title = "%s, %d at once, %d messages a round".formatted(server, concurrency, messages);
      System.err.print(title + " ");
      try (ServerProcess s3 = ServerProcess.start(server);
          ServerProcess sqs = ServerProcess.start("sqs")) {
        List<QueueRounds> results =
            measure(s3.endpoint(), sqs.endpoint(), messages, rounds, concurrency);
        QueueRounds.print(title + ", beside " + CONTENDERS.get(0), results);
      }
    }
  }

  private static List<QueueRounds> measure(
      URI s3, URI sqs, int messages, int rounds, int concurrency) {
    List<QueueWorker> workers = new ArrayList<>();
    List<QueueRounds> results = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    try (S3Client s3Client = S3Http.APACHE5.client(s3);
        SqsClient sqsClient = SqsHttp.client(sqs)) {
      Backlog backlog = new Backlog(sqsClient, s3Client, SmallObjects.put(s3Client, messages));
      for (QueueReader contender : CONTENDERS) {
        order.add(workers.size());
        workers.add(QueueWorker.start(contender, s3, sqs, concurrency));
        results.add(new QueueRounds(contender.toString()));
      }
      for (int round = -WARM_UPS; round < rounds; round++) {
        for (int which : order) {
          String queueUrl = backlog.fill();
          QueueRound took = workers.get(which).run(queueUrl, messages);
          backlog.verifyDone(queueUrl);
          if (round >= 0) {
            results.get(which).add(took);
          }
          System.err.print(round < 0 ? "w" : ".");
        }
        // Every second round runs in reverse order, so that no contender always runs first.
        Collections.reverse(order);
      }
      System.err.println();
    } finally {
      workers.forEach(QueueWorker::close);
    }
    return results;
  }
}
