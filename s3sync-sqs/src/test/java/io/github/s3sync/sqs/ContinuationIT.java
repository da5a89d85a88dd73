package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Copies large objects that fail or are stopped, on a queue that allows few receives. */
class ContinuationIT {

  private static final int PART_BYTES = 5 << 20;
  private static final int PARTS = 6;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final PollerFixture fixture = new PollerFixture(2);

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder inParts() {
    return poller(
        S3CopyExecutor.builder(fixture.s3.client())
            .multipartThresholdBytes(PART_BYTES)
            .partSizeBytes(PART_BYTES)
            .concurrency(Concurrency.callerOnly())
            .build());
  }

  private SqsPollerBuilder poller(CopyExecutor executor) {
    S3Sync sync = PollerFixture.sync(executor, OutcomeListener.none());
    return fixture.poller().sync(sync).backOff(SECOND, SECOND).acknowledgeWithin(Duration.ZERO);
  }

  private void putLarge() {
    fixture.s3.putSynthetic(
        PollerFixture.SOURCE,
        "k",
        (long) PARTS * PART_BYTES,
        Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    String eTag =
        fixture
            .s3
            .client()
            .headObject(h -> h.bucket(PollerFixture.SOURCE).key("k"))
            .eTag()
            .replace("\"", "");
    fixture.send(fixture.event("k", (long) PARTS * PART_BYTES, eTag));
  }

  /** Copies parts and fails this many times, like a copy of a large object. */
  private SqsPollerBuilder failing(int times, FailureReason reason, int partsKept) {
    CopyException failure = mock(CopyException.class);
    when(failure.reason()).thenReturn(reason);
    when(failure.partsKept()).thenReturn(partsKept);
    AtomicInteger left = new AtomicInteger(times);
    CopyExecutor executor = S3CopyExecutor.builder(fixture.s3.client()).build();
    return poller(
        new ForwardingCopyExecutor(executor) {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            if (left.getAndDecrement() > 0) {
              throw failure;
            }
            return super.execute(plan, deadline);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"NO_ANSWER, true", "NO_ANSWER, false", "ACCESS_DENIED, true", "KMS_KEY, false"})
  void message_eachReceiveCopiesParts_isNeverADeadLetter(
      FailureReason reason, boolean hasDeadLetterQueue) throws Exception {
    fixture.send(fixture.write("k", "content"), Map.of("sender", attribute("me")));
    SqsPollerBuilder poller = failing(4, reason, 1);
    if (hasDeadLetterQueue) {
      poller.deadLetterQueueUrl(fixture.deadLetterQueueUrl);
    }
    fixture.start(poller);
    fixture.awaitOutcomes(5);

    assertThat(fixture.fates())
        .containsExactly(Fate.RETRIED, Fate.RETRIED, Fate.RETRIED, Fate.RETRIED, Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes)
        .extracting(MessageOutcome::receiveCount)
        .containsExactlyInAnyOrder(1, 2, 1, 2, 1);
    assertThat(fixture.deadLetters()).isEmpty();
    assertThat(fixture.queued()).isZero();
    assertThat(fixture.replica("k")).isEqualTo("content");
    assertThat(fixture.faults.requests(SendMessageRequest.class))
        .hasSize(2)
        .allSatisfy(sent -> assertThat(sent.messageAttributes()).containsKey("sender"));
  }

  @Test
  void message_noPartIsCopied_isADeadLetterAfterTheQueuesReceives() throws Exception {
    fixture.put("k", "content");
    fixture.start(
        failing(9, FailureReason.ACCESS_DENIED, 0).deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(2);

    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.DEAD_LETTERED);
  }

  @Test
  void close_inMidCopyAtTheLastReceive_isSentOnceMoreAndResumed() throws Exception {
    putLarge();
    CountDownLatch reached = new CountDownLatch(2);
    fixture.s3.always(
        "UploadPartCopy",
        Fault.first(
            () -> {
              reached.countDown();
              rest();
            }));
    SqsPoller first = fixture.start(inParts().maxReceiveCount(1).shutdownTimeout(SHUTDOWN));
    reached.await();
    first.close();
    assertThat(fixture.faults.calls(SqsFaults.SEND)).isOne();
    // A receive in progress may get the new message, which is then returned as well.
    assertThat(fixture.fates()).isNotEmpty().containsOnly(Fate.HANDED_BACK);

    fixture.s3.clearFaults();
    fixture.start(inParts());
    PollerFixture.await("copied", () -> fixture.fates().contains(Fate.ACKNOWLEDGED));
    assertThat(fixture.deadLetters()).isEmpty();
    assertThat(fixture.s3.operations()).containsOnlyOnce("CreateMultipartUpload");
  }

  @Test
  void message_cannotBeSentOnceMore_isRetriedAndTheLogSaysWhatIsMissing() throws Exception {
    fixture.put("k", "content");
    fixture.faults.always(SqsFaults.SEND, () -> SqsFaults.error(403, "AccessDenied"));
    String log =
        CapturedLog.of(
            () -> {
              fixture.start(failing(2, FailureReason.NO_ANSWER, 1));
              fixture.awaitOutcomes(2);
            });

    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.RETRIED);
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
    assertThat(log).contains("WARN", "sqs:SendMessage", fixture.queueUrl);
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** Waits so long for a part that the remaining parts do not end within the shutdown timeout. */
  private static void rest() {
    try {
      Thread.sleep(SHUTDOWN.toMillis() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
