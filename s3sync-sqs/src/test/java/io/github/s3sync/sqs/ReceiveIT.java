package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

class ReceiveIT {

  private final PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private SqsPollerBuilder poller() {
    return fixture.poller().acknowledgeWithin(Duration.ofMillis(100));
  }

  @Test
  void receive_allSlotsTaken_waitsForOneToBecomeFree() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    IntStream.range(0, 12).forEach(i -> fixture.put("k" + i, "content"));
    SqsPoller poller = fixture.start(poller().concurrency(4));
    PollerFixture.await("four copies", () -> fixture.copies() == 4);
    PollerFixture.await("busy", () -> poller.health().state() == State.BUSY);
    assertThat(poller.health().inFlight()).isEqualTo(4);
    assertThat(poller.health().healthy()).isTrue();
    assertThat(fixture.hidden()).isEqualTo(4);
    assertThat(fixture.visible()).isEqualTo(8);
    open.countDown();
    fixture.awaitOutcomes(12);
    assertThat(fixture.faults.requests(ReceiveMessageRequest.class))
        .allMatch(request -> request.maxNumberOfMessages() <= 4);
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsOnly(1);
  }

  @Test
  void receive_nearlyIdleQueue_isOneCallAtATime() throws Exception {
    fixture.start(poller().receivers(4));
    for (int i = 1; i <= 3; i++) {
      fixture.sendIdle(1);
      fixture.awaitOutcomes(i);
    }
    PollerFixture.await("a fourth call", () -> fixture.faults.calls(SqsFaults.RECEIVE) >= 4);
    assertThat(fixture.faults.calls(SqsFaults.RECEIVE)).isEqualTo(4);
  }

  @Test
  void receive_fullQueue_isSeveralCallsAtATime() throws Exception {
    CountDownLatch together = new CountDownLatch(4);
    fixture.sendIdle(100);
    fixture.faults.onNext(SqsFaults.RECEIVE, () -> null);
    fixture.faults.always(
        SqsFaults.RECEIVE,
        () -> {
          together.countDown();
          PollerFixture.pass(together);
          return null;
        });
    fixture.start(poller().concurrency(50).receivers(4));
    fixture.awaitOutcomes(100);
    assertThat(fixture.fates()).hasSize(100).containsOnly(Fate.ACKNOWLEDGED);
  }

  static Stream<Runnable> refusals() {
    return Stream.of(
        () -> {
          throw new RejectedExecutionException("full, says the test");
        },
        () -> {
          throw new OutOfMemoryError("unable to create native thread, says the test");
        });
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void execute_refused_handsBackAtOnceAndRecovers(Runnable refusal) throws Exception {
    fixture.sendIdle(5);
    AtomicInteger refused = new AtomicInteger();
    Executor moody =
        task -> {
          if (refused.incrementAndGet() <= 5) {
            refusal.run();
          }
          fixture.executor.execute(task);
        };
    SqsPoller poller = fixture.start(poller().executor(moody).concurrency(5).receivers(1));
    fixture.awaitOutcomes(5);
    assertThat(fixture.fates()).containsOnly(Fate.HANDED_BACK);
    PollerFixture.await("trouble", () -> poller.health().trouble() != null);
    assertThat(poller.health().trouble()).contains("says the test");
    fixture.awaitOutcomes(10);
    PollerFixture.await("health", () -> poller.health().healthy());
    assertThat(fixture.fates().subList(5, 10)).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void copy_throwsAnErrorOnTheReceiver_isTriedAgainAndHarmsNoOther() throws Exception {
    IntStream.range(0, 5).forEach(i -> fixture.put("k" + i, "content"));
    AtomicInteger copies = new AtomicInteger();
    S3Sync sync =
        PollerFixture.sync(
            new ForwardingCopyExecutor(S3CopyExecutor.builder(fixture.s3.client()).build()) {
              @Override
              public CopyResult execute(CopyPlan plan, Deadline deadline) {
                if (copies.incrementAndGet() == 2) {
                  throw new OutOfMemoryError("thrown by the test");
                }
                return super.execute(plan, deadline);
              }
            },
            OutcomeListener.none());
    fixture.start(
        fixture
            .poller()
            .sync(sync)
            .executor(Runnable::run)
            .receivers(1)
            .backOff(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    fixture.awaitOutcomes(6);
    assertThat(fixture.fates()).containsOnlyOnce(Fate.RETRIED).contains(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void listener_throwsAtEveryMessage_changesNothing() throws Exception {
    fixture.sendIdle(15);
    fixture.put("k", "content");
    fixture.start(
        poller()
            .executor(Runnable::run)
            .listener(
                outcome -> {
                  fixture.outcomes.add(outcome);
                  if (fixture.outcomes.size() % 2 == 0) {
                    throw new AssertionError("thrown by the test");
                  }
                  throw new IllegalStateException("thrown by the test");
                }));
    fixture.awaitOutcomes(16);
    assertThat(fixture.fates()).hasSize(16).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void messages_forOneKeyWhoseCopyTakesLong_giveTheirSlotsToOthers() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    fixture.s3.onNext("CopyObject", Fault.first(() -> PollerFixture.pass(open)));
    IntStream.range(0, 4).forEach(i -> fixture.put("hot", "content " + i));
    SqsPollerBuilder builder =
        poller().concurrency(4).backOff(Duration.ofSeconds(1), Duration.ofSeconds(1));
    builder.patience = Duration.ZERO;
    fixture.start(builder);
    PollerFixture.await("the hot copy", () -> fixture.copies() == 1);
    fixture.put("other", "content");
    PollerFixture.await(
        "the other copy",
        () -> fixture.s3.bucket(PollerFixture.DESTINATION).keys().contains("other"));
    assertThat(fixture.copies()).as("the hot copy still runs").isEqualTo(2);
    open.countDown();
    PollerFixture.await(
        "all done",
        () -> {
          if (fixture.visible() == 0) {
            // Ends a long poll, which holds slots.
            fixture.sendIdle(1);
          }
          return copiedMessages() == 5;
        });
    assertThat(fixture.replica("hot")).isEqualTo("content 3");
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.outcomes).extracting(MessageOutcome::receiveCount).containsOnly(1);
  }

  private long copiedMessages() {
    return fixture.outcomes.stream()
        .map(MessageOutcome::report)
        .filter(report -> report != null && !report.outcomes().isEmpty())
        .count();
  }

  @Test
  void messages_forOneKey_shareACopyAndAreDeletedTogether() throws Exception {
    CountDownLatch open = fixture.holdCopies();
    IntStream.range(0, 30).forEach(i -> fixture.put("k", "content " + i));
    SqsPollerBuilder builder = poller().concurrency(30);
    builder.patience = Duration.ofMinutes(1);
    SqsPoller poller = fixture.start(builder);
    PollerFixture.await("all in work", () -> poller.health().inFlight() == 30);
    open.countDown();
    fixture.awaitOutcomes(30);
    assertThat(fixture.fates()).hasSize(30).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.copies()).isLessThanOrEqualTo(5);
    assertThat(fixture.replica("k")).isEqualTo("content 29");
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void copy_throttled_lowersTheLimitUntilItGoesWell() throws Exception {
    fixture.s3.onNext("CopyObject", Fault.error(503, "SlowDown"));
    fixture.put("k", "content");
    SqsPoller poller =
        fixture.start(
            poller().concurrency(4).backOff(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.RETRIED);
    assertThat(poller.health().limit()).isEqualTo(2);
    fixture.awaitOutcomes(2);
    fixture.sendIdle(20);
    PollerFixture.await("limit", () -> poller.health().limit() == 4);
    fixture.awaitOutcomes(22);
    assertThat(fixture.fates().subList(1, 22)).containsOnly(Fate.ACKNOWLEDGED);
  }
}
