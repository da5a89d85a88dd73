package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsErrorsIT {

  private final PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder poller() {
    return fixture.poller().acknowledgeWithin(Duration.ZERO);
  }

  private static void awaitState(SqsPoller poller, State state) throws InterruptedException {
    PollerFixture.await("state " + state, () -> poller.health().state() == state);
  }

  @ParameterizedTest
  @CsvSource({"400, RequestThrottled", "403, InvalidClientTokenId", "503, ServiceUnavailable"})
  void receive_refused_isShownAndGoesOnByItself(int status, String code) throws Exception {
    fixture.faults.always(SqsFaults.RECEIVE, () -> SqsFaults.error(status, code));
    fixture.put("k", "content");
    SqsPoller poller = fixture.start(poller());
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    awaitState(poller, State.BACKING_OFF);
    assertThat(poller.health().trouble())
        .startsWith("cannot receive from " + fixture.queueUrl)
        .contains(code);
    assertThat(poller.health().healthy()).isFalse();
    assertThat(poller.health().lastReceive()).isNull();
    fixture.faults.clear();
    fixture.awaitOutcomes(1);
    PollerFixture.await("health", () -> poller.health().healthy());
    assertThat(poller.health().trouble()).isNull();
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED);
    assertThat(fixture.faults.calls(SqsFaults.RECEIVE)).isLessThan(60);
  }

  @Test
  void queue_vanishesAndComesBack_isPolledAgain() throws Exception {
    fixture.sendIdle(1);
    CountDownLatch deleted = new CountDownLatch(1);
    fixture.faults.onNext(SqsFaults.RECEIVE, () -> null);
    fixture.faults.onNext(
        SqsFaults.RECEIVE,
        () -> {
          PollerFixture.pass(deleted);
          return null;
        });
    SqsPoller poller = fixture.start(poller());
    fixture.awaitOutcomes(1);
    fixture.deleteQueue();
    deleted.countDown();
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    awaitState(poller, State.BACKING_OFF);
    fixture.createQueue();
    fixture.put("k", "content");
    fixture.awaitOutcomes(2);
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED, Fate.ACKNOWLEDGED);
    assertThat(fixture.replica("k")).isEqualTo("content");
  }

  @Test
  void receive_getsNoAnswer_isStalled() throws Exception {
    AtomicLong late = new AtomicLong();
    SqsPollerBuilder builder = poller();
    builder.nanoTime = () -> System.nanoTime() + late.get();
    SqsPoller poller = fixture.start(builder);
    PollerFixture.await("a receive", () -> fixture.faults.calls(SqsFaults.RECEIVE) == 1);
    assertThat(poller.health().state()).isEqualTo(State.RECEIVING);
    late.set(Duration.ofSeconds(HealthReading.STALLED_SECONDS).toNanos());
    assertThat(poller.health().state()).isEqualTo(State.STALLED);
    assertThat(poller.health().healthy()).isFalse();
    assertThat(poller.health().live()).isTrue();
    late.set(Duration.ofSeconds(HealthReading.DEAD_SECONDS).toNanos());
    assertThat(poller.health().live()).isFalse();
    fixture.sendIdle(1);
    fixture.awaitOutcomes(1);
    awaitState(poller, State.RECEIVING);
  }

  @Test
  void health_copyRunsForLong_isBusyAndNotStalled() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    fixture.put("k", "content");
    AtomicLong late = new AtomicLong();
    SqsPollerBuilder builder = poller().concurrency(1);
    builder.nanoTime = () -> System.nanoTime() + late.get();
    SqsPoller poller = fixture.start(builder);
    // Before that, the receive holds the slot.
    PollerFixture.await("work", () -> fixture.copies() == 1);
    awaitState(poller, State.BUSY);
    late.set(Duration.ofHours(1).toNanos());
    assertThat(poller.health().state()).isEqualTo(State.BUSY);
    assertThat(poller.health().live()).as("a large copy is not to be killed").isTrue();
    assertThat(poller.health().oldestInWork()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    assertThat(poller.health().backlogAge()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    open.countDown();
    fixture.awaitOutcomes(1);
  }

  @Test
  void health_longCopyOnTheReceiver_isBusyAndLive() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    fixture.put("k", "content");
    AtomicLong late = new AtomicLong();
    SqsPollerBuilder builder = poller().receivers(1).executor(Runnable::run);
    builder.nanoTime = () -> System.nanoTime() + late.get();
    SqsPoller poller = fixture.start(builder);
    PollerFixture.await("work", () -> fixture.copies() == 1);
    late.set(Duration.ofHours(1).toNanos());
    assertThat(poller.health().state()).isEqualTo(State.BUSY);
    assertThat(poller.health().live()).isTrue();
    open.countDown();
    fixture.awaitOutcomes(1);
  }

  @Test
  void health_ofAMessage_tellsWhatBecomesOfIt() throws Exception {
    Instant before = Instant.now();
    fixture.put("k", "content");
    PollerFixture.await("a backlog", () -> Instant.now().isAfter(before.plusMillis(500)));
    CountDownLatch open = fixture.holdCopies();
    fixture.faults.always(SqsFaults.DELETE, () -> SqsFaults.error(500, "InternalError"));
    SqsPoller poller = fixture.build(poller());
    PollerHealth health = poller.health();
    assertThat(health)
        .isEqualTo(
            new PollerHealth(
                State.NEW, null, null, null, null, 0, Duration.ZERO, 32, 0, null, true));

    poller.start();
    PollerFixture.await("work", () -> fixture.copies() == 1);
    health = poller.health();
    assertThat(health.lastReceive()).isBetween(before, Instant.now());
    assertThat(health.backlogAge()).isPositive();
    assertThat(health.lastSuccess()).isNull();
    assertThat(health.inFlight()).isEqualTo(1);
    assertThat(health.oldestInWork()).isPositive();
    assertThat(health.started()).isBetween(before, Instant.now());
    assertThat(health.unacknowledged()).isZero();

    open.countDown();
    PollerFixture.await("work done", () -> poller.health().unacknowledged() == 1);
    assertThat(poller.health().inFlight()).isZero();
    assertThat(poller.health().lastSuccess()).isNull();

    fixture.faults.clear();
    fixture.awaitOutcomes(1);
    PollerFixture.await("success", () -> poller.health().lastSuccess() != null);
    assertThat(poller.health().lastSuccess()).isBetween(before, Instant.now());
    assertThat(poller.health().unacknowledged()).isZero();
  }

  @Test
  void health_sqsRefusesForLong_backlogAgeGrows() throws Exception {
    fixture.sendIdle(1);
    AtomicLong late = new AtomicLong();
    SqsPollerBuilder builder = poller();
    builder.nanoTime = () -> System.nanoTime() + late.get();
    SqsPoller poller = fixture.build(builder);
    fixture.faults.onNext(SqsFaults.RECEIVE, () -> null);
    fixture.faults.always(SqsFaults.RECEIVE, () -> SqsFaults.error(503, "ServiceUnavailable"));
    poller.start();
    fixture.awaitOutcomes(1);
    awaitState(poller, State.BACKING_OFF);
    late.set(Duration.ofMinutes(10).toNanos());
    assertThat(poller.health().backlogAge()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void health_idleQueue_hasNoBacklog() throws Exception {
    AtomicLong late = new AtomicLong();
    SqsPollerBuilder builder = poller();
    builder.nanoTime = () -> System.nanoTime() + late.get();
    fixture.sendIdle(1);
    SqsPoller poller = fixture.start(builder);
    fixture.awaitOutcomes(1);
    PollerFixture.await("a receive", () -> fixture.faults.calls(SqsFaults.RECEIVE) == 2);
    late.set(Duration.ofSeconds(15).toNanos());
    assertThat(poller.health().backlogAge()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void health_nothingEverSucceeds_isUnhealthyUntilSomethingDoes() throws Exception {
    fixture.s3.always("CopyObject", Fault.error(500, "InternalError"));
    IntStream.range(0, 4).forEach(i -> fixture.put("k" + i, "content"));
    Duration second = Duration.ofSeconds(1);
    SqsPoller poller = fixture.start(poller().backOff(second, second));
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    assertThat(poller.health().healthy()).isFalse();
    assertThat(poller.health().trouble())
        .startsWith("no message has succeeded since ")
        .contains("SERVICE_ERROR");
    assertThat(poller.health().live()).isTrue();
    fixture.s3.clearFaults();
    PollerFixture.await("health", () -> poller.health().healthy());
  }

  @Test
  void health_oneError_isUnhealthyAndCounted() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    CopyExecutor executor = S3CopyExecutor.builder(fixture.s3.client()).build();
    S3Sync sync =
        PollerFixture.sync(
            new ForwardingCopyExecutor(executor) {
              @Override
              public CopyResult execute(CopyPlan plan, Deadline deadline) {
                if (broken.get()) {
                  throw new OutOfMemoryError("thrown by the test");
                }
                return super.execute(plan, deadline);
              }
            },
            OutcomeListener.none());
    fixture.put("k", "content");
    Duration second = Duration.ofSeconds(1);
    SqsPoller poller = fixture.start(poller().sync(sync).backOff(second, second));
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED);
    SyncReport report = Objects.requireNonNull(fixture.outcomes.get(0).report());
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(FailureReason.UNEXPECTED);
              assertThat(failure.message()).contains("thrown by the test");
            });
    assertThat(poller.health().healthy()).isFalse();
    assertThat(poller.health().trouble()).contains("thrown by the test");
    broken.set(false);
    PollerFixture.await("health", () -> poller.health().healthy());
  }
}
