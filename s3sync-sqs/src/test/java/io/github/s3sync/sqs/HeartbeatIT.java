package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;

class HeartbeatIT {

  private final PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder poller(Duration visibilityTimeout) {
    return fixture.poller().visibilityTimeout(visibilityTimeout).acknowledgeWithin(Duration.ZERO);
  }

  @Test
  void copy_longerThanTheVisibilityTimeout_isMadeOnceAndDeletedOnce() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    fixture.put("k", "content");
    fixture.start(poller(Duration.ofSeconds(2)));
    // A heartbeat is sent each second.
    PollerFixture.await("heartbeats", () -> fixture.faults.calls(SqsFaults.HIDE) >= 5);
    open.countDown();
    fixture.awaitOutcomes(1);
    assertThat(fixture.outcomes)
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.fate()).isEqualTo(Fate.ACKNOWLEDGED);
              assertThat(outcome.receiveCount()).isEqualTo(1);
            });
    assertThat(fixture.copies()).isEqualTo(1);
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isEqualTo(1);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void heartbeats_manyCopies_areOneCallForTen() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    IntStream.range(0, 25).forEach(i -> fixture.put("k" + i, "content"));
    fixture.start(poller(Duration.ofSeconds(4)));
    PollerFixture.await("heartbeats", () -> heartbeats().stream().mapToInt(i -> i).sum() >= 25);
    List<Integer> ofAll = heartbeats();
    open.countDown();
    fixture.awaitOutcomes(25);
    assertThat(ofAll).allMatch(size -> size <= Queue.BATCH).contains(Queue.BATCH);
    assertThat(ofAll.size()).isLessThan(25);
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
  }

  private List<Integer> heartbeats() {
    return fixture.faults.requests(ChangeMessageVisibilityBatchRequest.class).stream()
        .map(request -> request.entries().size())
        .toList();
  }

  @Test
  void heartbeat_fails_isTriedAgainWhileTheMessageIsHidden() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    fixture.faults.onNext(SqsFaults.HIDE, () -> SqsFaults.error(500, "InternalError"));
    fixture.faults.onNext(SqsFaults.HIDE, () -> new IllegalStateException("thrown by the test"));
    fixture.put("k", "content");
    SqsPoller poller = fixture.start(poller(Duration.ofSeconds(4)));
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    assertThat(poller.health().trouble()).contains("change the visibility");
    PollerFixture.await("heartbeats", () -> fixture.faults.calls(SqsFaults.HIDE) >= 4);
    assertThat(poller.health().trouble()).isNull();
    open.countDown();
    fixture.awaitOutcomes(1);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsExactly(1);
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ReceiptHandleIsInvalid, The input receipt handle is invalid.",
    "AWS.SimpleQueueService.MessageNotInflight, The message is not in flight.",
    "InvalidParameterValue, Value x for parameter ReceiptHandle is invalid. Reason: The receipt"
        + " handle has expired.",
  })
  void heartbeat_receiptIsLost_othersMayCopyTooAndNothingIsLost(String code, String message)
      throws Exception {
    CountDownLatch open = fixture.holdCopies();
    fixture.put("k", "content");
    SqsPoller poller = fixture.build(poller(Duration.ofSeconds(2)));
    fixture.faults.refuseOne(SqsFaults.HIDE, code, message);
    poller.start();
    PollerFixture.await("second delivery", () -> poller.health().inFlight() == 2);
    open.countDown();
    fixture.awaitOutcomes(2);
    assertThat(fixture.fates())
        .contains(Fate.ACKNOWLEDGED)
        .isSubsetOf(Fate.ACKNOWLEDGED, Fate.POSSIBLY_DUPLICATED);
    assertThat(fixture.replica("k")).isEqualTo("content");
    assertThat(fixture.queued()).isZero();
  }
}
