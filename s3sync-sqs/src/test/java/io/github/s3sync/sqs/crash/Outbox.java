package io.github.s3sync.sqs.crash;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends messages as S3 and SQS may: most at once, some twice, some late and so out of order. It
 * waits while the backlog is long. For use by one thread.
 */
final class Outbox {

  /** SQS's maximum. */
  private static final int BATCH = 10;

  private static final int BATCHES_BETWEEN_LOOKS = 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Site site;
  private final Ledger ledger;
  private final int mostWaiting;
  private final Random random;
  private final List<String> next = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private int batches;

  Outbox(Site site, Ledger ledger, int mostWaiting, long seed) {
    this.site = site;
    this.ledger = ledger;
    this.mostWaiting = mostWaiting;
    this.random = new Random(seed);
  }

  /** Sends a body now or later, and returns how often it will be sent. */
  int post(String body) {
    int times = random.nextInt(20) == 0 ? 2 : 1;
    ledger.add("sent twice", times - 1);
    for (int i = 0; i < times; i++) {
      boolean delayed = random.nextInt(20) == 0;
      ledger.add("sent late", delayed ? 1 : 0);
      (delayed ? late : next).add(body);
    }
    if (!late.isEmpty() && random.nextInt(20) == 0) {
      next.add(late.remove(random.nextInt(late.size())));
    }
    while (next.size() >= BATCH) {
      send(next.subList(0, BATCH));
    }
    return times;
  }

  /** Sends the remaining messages. */
  void flush() {
    next.addAll(late);
    late.clear();
    while (!next.isEmpty()) {
      send(next.subList(0, Math.min(BATCH, next.size())));
    }
  }

  private void send(List<String> bodies) {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, bodies.size())
            .mapToObj(
                i ->
                    SendMessageBatchRequestEntry.builder()
                        .id("m" + i)
                        .messageBody(bodies.get(i))
                        .build())
            .toList();
    var answer = site.sqs().sendMessageBatch(r -> r.queueUrl(site.queue()).entries(entries));
    if (answer.hasFailed()) {
      throw new IllegalStateException("not sent: " + answer.failed());
    }
    ledger.add("sent", bodies.size());
    bodies.clear();
    // The fake's record of requests is not needed.
    site.s3().clearRequests();
    if (++batches % BATCHES_BETWEEN_LOOKS == 0) {
      await().atMost(TIMEOUT).until(this::backlog, backlog -> backlog < mostWaiting);
    }
  }

  private int backlog() {
    int backlog = site.backlog();
    ledger.highest("most waiting", backlog);
    return backlog;
  }
}
