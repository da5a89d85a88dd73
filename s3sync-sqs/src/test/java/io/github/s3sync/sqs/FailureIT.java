package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.outcome.BackOff;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class FailureIT {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder poller() {
    return fixture.poller().backOff(SECOND, SECOND).acknowledgeWithin(Duration.ZERO);
  }

  private void fail(int times, int status, String code) {
    fixture.s3.onNext("CopyObject", times, Fault.error(status, code));
  }

  @Test
  void message_oneRecordOfThreeFails_isKeptAndTriedAgain() throws Exception {
    fixture.s3.onNext("CopyObject", Fault.first(() -> {}));
    fail(1, 500, "InternalError");
    fixture.send(
        PollerFixture.together(
            fixture.write("a", "1"), fixture.write("b", "2"), fixture.write("c", "3")));
    fixture.start(poller());
    fixture.awaitOutcomes(1);
    SyncReport report = Objects.requireNonNull(fixture.outcomes.get(0).report());
    assertThat(report.failed()).hasSize(1);
    assertThat(report.copied()).hasSize(2);
    assertThat(fixture.replica("a") + fixture.replica("c")).isEqualTo("13");
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
    fixture.awaitOutcomes(2);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.ACKNOWLEDGED);
    assertThat(fixture.replica("b")).isEqualTo("2");
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void message_failureThatMayPass_comesAgainAfterABackOff() throws Exception {
    fail(1, 503, "ServiceUnavailable");
    fixture.put("k", "content");
    AtomicLong failed = new AtomicLong();
    fixture.start(
        poller()
            .backOff(SECOND.multipliedBy(2), SECOND.multipliedBy(2))
            .listener(
                outcome -> {
                  failed.compareAndSet(0, System.nanoTime());
                  fixture.outcomes.add(outcome);
                }));
    fixture.awaitOutcomes(2);
    assertThat(Duration.ofNanos(System.nanoTime() - failed.get())).isGreaterThan(SECOND);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsExactly(1, 2);
    assertThat(fixture.replica("k")).isEqualTo("content");
  }

  @Test
  void message_canNeverSucceedWithoutDeadLetterQueue_isMovedByTheQueueItself() throws Exception {
    fixture.close();
    fixture = new PollerFixture(2);
    fixture.send("no notification");
    fixture.start(poller());
    fixture.awaitOutcomes(2);
    // ElasticMQ never removes a message that is received from the dead-letter queue meanwhile.
    PollerFixture.await("gone from the queue", () -> fixture.queued() == 0);
    PollerFixture.await("moved", () -> !fixture.deadLetters().isEmpty());
    assertThat(fixture.fates()).containsExactly(Fate.LEFT_TO_REDRIVE, Fate.LEFT_TO_REDRIVE);
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
  }

  @Test
  void message_canNeverSucceed_isSentWithTheReasonAndThenDeleted() throws Exception {
    fail(1, 403, "InvalidObjectState");
    fixture.send(fixture.write("k", "content"), Map.of("sender", text("me")));
    fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.DEAD_LETTERED);
    Map<String, String> attributes = attributes(fixture.deadLetters());
    assertThat(attributes)
        .containsOnlyKeys("sender", "s3sync.reason", "s3sync.rule", "s3sync.message")
        .containsEntry("sender", "me")
        .containsEntry("s3sync.reason", "SOURCE_ARCHIVED")
        .containsEntry("s3sync.rule", "all");
    assertThat(attributes.get("s3sync.message")).isNotBlank();
    assertThat(fixture.faults.operations())
        .containsSubsequence(SqsFaults.SEND, SqsFaults.DELETE)
        .containsOnlyOnce(SqsFaults.SEND);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void message_withTenAttributes_isSentWithTheReasonAndWhatFits() throws Exception {
    fixture.send(
        "no notification",
        IntStream.range(0, 10).boxed().collect(Collectors.toMap(i -> "a" + i, i -> text("value"))));
    fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.DEAD_LETTERED);
    assertThat(attributes(fixture.deadLetters())).hasSize(10).containsKey("s3sync.reason");
  }

  @Test
  void message_cannotBeSentToTheDeadLetterQueue_isKeptAndTriedAgain() throws Exception {
    fixture.faults.onNext(SqsFaults.SEND, () -> SqsFaults.error(403, "AccessDenied"));
    fixture.faults.onNext(SqsFaults.SEND, () -> new IllegalStateException("thrown by the test"));
    CountDownLatch secondFailed = new CountDownLatch(1);
    fixture.faults.onNext(
        SqsFaults.SEND,
        () -> {
          PollerFixture.pass(secondFailed);
          return null;
        });
    fixture.send("no notification");
    SqsPoller poller = fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(2);
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
    assertThat(poller.health().trouble()).contains("send to the dead-letter queue");
    secondFailed.countDown();
    fixture.awaitOutcomes(3);
    assertThat(poller.health().trouble()).isNull();
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.RETRIED, Fate.DEAD_LETTERED);
    assertThat(fixture.deadLetters()).hasSize(1);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void message_errorWhileItIsSentToTheDeadLetterQueue_isRetriedAndShown() throws Exception {
    fixture.faults.onNext(
        SqsFaults.SEND,
        () -> {
          throw new NoClassDefFoundError("thrown by the test");
        });
    CountDownLatch failed = new CountDownLatch(1);
    fixture.faults.onNext(
        SqsFaults.SEND,
        () -> {
          PollerFixture.pass(failed);
          return null;
        });
    fixture.send("no notification");
    SqsPoller poller = poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl).build();
    String log =
        CapturedLog.of(
            () -> {
              poller.start();
              fixture.awaitOutcomes(1);
            });
    assertThat(poller.health().healthy()).isFalse();
    assertThat(poller.health().trouble()).contains("thrown by the test");
    failed.countDown();
    fixture.awaitOutcomes(2);
    poller.close();
    assertThat(log)
        .contains("message " + fixture.outcomes.get(0).messageId() + " is retried")
        .contains("NoClassDefFoundError");
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.DEAD_LETTERED);
    assertThat(fixture.deadLetters()).hasSize(1);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void message_waitsForAnotherOfItsKeyForLong_usesUpNoReceive() throws Exception {
    fixture.close();
    fixture = new PollerFixture(2);
    CountDownLatch open = fixture.holdCopies();
    IntStream.range(0, 4).forEach(i -> fixture.put("hot", "content " + i));
    CountDownLatch busy = new CountDownLatch(12);
    SqsPollerBuilder builder =
        fixture
            .poller(
                outcome -> {
                  if (outcome instanceof CopyOutcome.Failed failure
                      && failure.reason() == FailureReason.BUSY) {
                    busy.countDown();
                  }
                })
            .deadLetterQueueUrl(fixture.deadLetterQueueUrl);
    builder.backOff = BackOff.of(Duration.ofMillis(20), Duration.ofMillis(20));
    builder.patience = Duration.ZERO;
    fixture.start(builder);
    assertThat(busy.await(30, TimeUnit.SECONDS)).as("many attempts").isTrue();
    assertThat(fixture.outcomes).isEmpty();
    assertThat(fixture.hidden()).isEqualTo(4);
    open.countDown();
    fixture.awaitOutcomes(4);
    assertThat(fixture.fates()).hasSize(4).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsOnly(1);
    assertThat(fixture.replica("hot")).isEqualTo("content 3");
    assertThat(fixture.deadLetters()).isEmpty();
    PollerFixture.await("deleted", () -> fixture.queued() == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, ACCESS_DENIED",
    "404, NoSuchBucket, BUCKET_NOT_FOUND",
    "400, KMS.DisabledException, KMS_KEY",
    "301, PermanentRedirect, WRONG_REGION",
    "403, ExpiredToken, CREDENTIALS"
  })
  void message_failsForItsEnvironment_isADeadLetterAtItsLastReceiveOnly(
      int status, String code, FailureReason reason) throws Exception {
    fixture.close();
    fixture = new PollerFixture(3);
    fixture.s3.always("CopyObject", Fault.error(status, code));
    fixture.put("k", "content");
    String log =
        CapturedLog.of(
            () -> {
              fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
              fixture.awaitOutcomes(3);
            });
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.RETRIED, Fate.DEAD_LETTERED);
    assertThat(attributes(fixture.deadLetters())).containsEntry("s3sync.reason", reason.name());
    assertThat(fixture.queued()).isZero();
    assertThat(log)
        .contains("has maxReceiveCount 3")
        .contains("message=" + fixture.outcomes.get(0).messageId());
  }

  @Test
  void message_permissionComesBack_isCopiedAndNoDeadLetter() throws Exception {
    fail(2, 403, "AccessDenied");
    fixture.put("k", "content");
    fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(3);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.RETRIED, Fate.ACKNOWLEDGED);
    assertThat(fixture.deadLetters()).isEmpty();
    assertThat(fixture.replica("k")).isEqualTo("content");
  }

  @Test
  void backlog_permissionIsMissing_staysInTheQueueAndIsTakenSlowly() throws Exception {
    fixture.s3.always("CopyObject", Fault.error(403, "AccessDenied"));
    IntStream.range(0, 60).forEach(i -> fixture.put("k" + i, "content"));
    Duration minute = Duration.ofMinutes(1);
    SqsPoller poller =
        fixture.start(
            fixture
                .poller()
                .concurrency(4)
                .backOff(minute, minute)
                .deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    PollerFixture.await("a lower limit", () -> poller.health().limit() < 4);
    PollerFixture.await("no health", () -> !poller.health().healthy());
    assertThat(poller.health().trouble()).contains("ACCESS_DENIED");
    fixture.awaitOutcomes(40);
    assertThat(fixture.fates()).containsOnly(Fate.RETRIED);
    assertThat(fixture.deadLetters()).isEmpty();
    assertThat(fixture.faults.calls(SqsFaults.SEND)).isZero();
  }

  @Test
  void message_queueWithoutRedrivePolicy_isGivenUpAfterTheBuildersNumber() throws Exception {
    fixture.s3.always("CopyObject", Fault.error(403, "AccessDenied"));
    fixture.put("k", "content");
    fixture.start(poller().maxReceiveCount(2).deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(2);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED, Fate.DEAD_LETTERED);
  }

  @Test
  void message_tooLargeForAttributes_isSentWithoutThem() throws Exception {
    fixture.faults.onNext(SqsFaults.SEND, () -> SqsFaults.error(400, "InvalidParameterValue"));
    fixture.send("no notification", Map.of("sender", text("me")));
    SqsPoller poller = poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl).build();
    String log =
        CapturedLog.of(
            () -> {
              poller.start();
              fixture.awaitOutcomes(1);
            });
    poller.close();
    assertThat(fixture.fates()).containsExactly(Fate.DEAD_LETTERED);
    assertThat(attributes(fixture.deadLetters())).isEmpty();
    assertThat(poller.health().trouble()).isNull();
    assertThat(log)
        .contains(fixture.outcomes.get(0).messageId())
        .contains("without attributes")
        .contains("MALFORMED_EVENT");
  }

  @Test
  void message_withATraceHeader_keepsItAsADeadLetter() throws Exception {
    String header = "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1";
    fixture.sendTraced("no notification", header);
    fixture.start(poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl));
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.DEAD_LETTERED);
    List<SendMessageRequest> sent = fixture.faults.requests(SendMessageRequest.class);
    assertThat(sent)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.messageSystemAttributes())
                    .hasSize(1)
                    .extractingByKey(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER)
                    .extracting(MessageSystemAttributeValue::stringValue)
                    .isEqualTo(header));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static Map<String, String> attributes(List<Message> messages) {
    assertThat(messages).hasSize(1);
    return messages.get(0).messageAttributes().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stringValue()));
  }
}
