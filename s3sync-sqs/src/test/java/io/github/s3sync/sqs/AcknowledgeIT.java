package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;

class AcknowledgeIT {

  private final PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder poller(Duration acknowledgeWithin) {
    return fixture.poller().acknowledgeWithin(acknowledgeWithin);
  }

  @Test
  void delete_manyMessages_isOneCallForTen() throws Exception {
    fixture.sendIdle(30);
    fixture.start(poller(Duration.ofSeconds(10)));
    fixture.awaitOutcomes(30);
    assertThat(fixture.faults.requests(DeleteMessageBatchRequest.class))
        .extracting(request -> request.entries().size())
        .containsExactly(10, 10, 10);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void delete_fewMessages_doesNotWaitForTen() throws Exception {
    fixture.sendIdle(3);
    fixture.start(poller(Duration.ofMillis(100)));
    fixture.awaitOutcomes(3);
    assertThat(fixture.queued()).isZero();
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
  }

  @Test
  void delete_ofOneOfABatchFails_isTriedAgainForThatOne() throws Exception {
    fixture.faults.refuseOne(SqsFaults.DELETE, "InternalError", "injected");
    fixture.sendIdle(10);
    SqsPoller poller = fixture.start(poller(Duration.ofSeconds(10)));
    fixture.awaitOutcomes(9);
    assertThat(poller.health().unacknowledged()).isEqualTo(1);
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    assertThat(poller.health().trouble()).contains("delete messages", "InternalError: injected");
    fixture.awaitOutcomes(10);
    PollerFixture.await("health", () -> poller.health().healthy());
    assertThat(poller.health().unacknowledged()).isZero();
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::messageId).doesNotHaveDuplicates();
    assertThat(fixture.faults.requests(DeleteMessageBatchRequest.class))
        .extracting(request -> request.entries().size())
        .containsExactly(10, 1);
    assertThat(fixture.queued()).isZero();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("throttled", () -> SqsFaults.error(400, "RequestThrottled")),
        failure("error of SQS", () -> SqsFaults.error(500, "InternalError")),
        failure("connection reset", () -> SdkClientException.create("Connection reset")),
        failure("denied", () -> SqsFaults.error(403, "AccessDenied")),
        failure("client closed", () -> new IllegalStateException("Connection pool shut down")));
  }

  private static Arguments failure(String name, Supplier<RuntimeException> exception) {
    return Arguments.of(name, exception);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void delete_callFails_isTriedAgain(String name, Supplier<RuntimeException> exception)
      throws Exception {
    fixture.faults.onNext(SqsFaults.DELETE, exception);
    fixture.sendIdle(3);
    fixture.start(poller(Duration.ofMillis(100)));
    fixture.awaitOutcomes(3);
    assertThat(fixture.fates()).as(name).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsOnly(1);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void receive_tooManyCannotBeDeleted_pausesUntilTheyCan() throws Exception {
    fixture.faults.always(SqsFaults.DELETE, () -> SqsFaults.error(403, "AccessDenied"));
    fixture.sendIdle(150);
    SqsPoller poller = fixture.start(poller(Duration.ofMillis(100)).concurrency(10).receivers(1));
    PollerFixture.await("no more", () -> poller.health().unacknowledged() > 110);
    PollerFixture.await("pause", () -> poller.health().state() == State.BACKING_OFF);
    assertThat(poller.health().trouble()).contains("delete messages", "AccessDenied");
    assertThat(poller.health().unacknowledged()).isLessThanOrEqualTo(120);
    assertThat(fixture.visible()).isGreaterThanOrEqualTo(30);

    fixture.faults.clear();
    fixture.awaitOutcomes(150);
    PollerFixture.await("healthy", () -> poller.health().healthy());
    assertThat(fixture.fates()).hasSize(150).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsOnly(1);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void delete_receiptIsLost_isToldAndTheMessageComesAgain() throws Exception {
    fixture.faults.refuseOne(SqsFaults.DELETE, "ReceiptHandleIsInvalid", "injected");
    fixture.sendIdle(1);
    fixture.start(poller(Duration.ZERO).visibilityTimeout(Duration.ofSeconds(2)));
    fixture.awaitOutcomes(2);
    assertThat(fixture.fates()).containsExactly(Fate.POSSIBLY_DUPLICATED, Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsExactly(1, 2);
    assertThat(fixture.queued()).isZero();
  }
}
