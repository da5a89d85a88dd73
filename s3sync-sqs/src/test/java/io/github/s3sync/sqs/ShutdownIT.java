package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class ShutdownIT {

  private final PollerFixture fixture = new PollerFixture();
  private final CountDownLatch open = fixture.holdCopies();

  @AfterEach
  void close() {
    open.countDown();
    fixture.close();
  }

  private SqsPollerBuilder poller() {
    return fixture.poller().acknowledgeWithin(Duration.ofSeconds(10));
  }

  private void put(int count) {
    IntStream.range(0, count).forEach(i -> fixture.put("k" + i, "content"));
  }

  private static void awaitState(SqsPoller poller, State state) throws InterruptedException {
    PollerFixture.await("state " + state, () -> poller.health().state() == state);
  }

  private void awaitCopies(int count) throws InterruptedException {
    PollerFixture.await(count + " copies", () -> fixture.copies() == count);
  }

  /** Receives messages that are visible again. */
  private List<Message> receive(int count) throws InterruptedException {
    PollerFixture.await(count + " visible", () -> fixture.visible() >= count);
    List<Message> messages = new ArrayList<>();
    for (List<Message> some = fixture.receive(); !some.isEmpty(); some = fixture.receive()) {
      messages.addAll(some);
    }
    return messages;
  }

  @Test
  void close_copiesRun_finishesAndDeletesThem() throws Exception {
    put(2);
    SqsPoller poller = poller().build();
    poller.start();
    awaitCopies(2);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(poller::close);
    awaitState(poller, State.STOPPING);
    assertThat(poller.health().inFlight()).isEqualTo(2);
    open.countDown();
    closed.get();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED, Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void close_messagesNotBegun_areVisibleAtOnce() throws Exception {
    put(5);
    ExecutorService single = Executors.newSingleThreadExecutor();
    SqsPoller poller = poller().executor(single).concurrency(5).build();
    poller.start();
    PollerFixture.await("five", () -> poller.health().inFlight() == 5);
    awaitCopies(1);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(poller::close);
    fixture.awaitOutcomes(4);
    assertThat(receive(4)).hasSize(4).allMatch(message -> PollerFixture.receiveCount(message) == 2);
    assertThat(closed).isNotDone();
    open.countDown();
    closed.get();
    single.shutdownNow();
    assertThat(fixture.fates())
        .containsExactly(
            Fate.HANDED_BACK,
            Fate.HANDED_BACK,
            Fate.HANDED_BACK,
            Fate.HANDED_BACK,
            Fate.ACKNOWLEDGED);
    assertThat(fixture.copies()).isEqualTo(1);
    assertThat(fixture.queued()).isEqualTo(4);
  }

  @Test
  void close_copyLongerThanTheShutdownTimeout_isHandedBackAndNotDeletedLater() throws Exception {
    put(1);
    SqsPoller poller = poller().concurrency(1).shutdownTimeout(Duration.ZERO).build();
    poller.start();
    awaitCopies(1);
    poller.close();
    assertThat(fixture.fates()).containsExactly(Fate.HANDED_BACK);
    assertThat(receive(1)).hasSize(1);
    open.countDown();
    fixture.executor.shutdown();
    assertThat(fixture.executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.fates()).containsExactly(Fate.HANDED_BACK);
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
  }

  @Test
  void close_doneAndNotDeleted_deletes() throws Exception {
    fixture.sendIdle(3);
    SqsPoller poller = poller().build();
    poller.start();
    PollerFixture.await("three done", () -> poller.health().unacknowledged() == 3);
    poller.close();
    assertThat(fixture.fates()).hasSize(3).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void close_deletesFail_triesAgainForSomeSeconds() throws Exception {
    fixture.faults.onNext(SqsFaults.DELETE, () -> SqsFaults.error(500, "InternalError"));
    fixture.sendIdle(3);
    SqsPoller poller = poller().build();
    poller.start();
    PollerFixture.await("three done", () -> poller.health().unacknowledged() == 3);
    poller.close();
    assertThat(fixture.fates()).hasSize(3).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
  }

  @Test
  void close_busy_receivesNothingMore() throws Exception {
    put(10);
    SqsPoller poller = poller().concurrency(2).build();
    poller.start();
    awaitCopies(2);
    awaitState(poller, State.BUSY);
    int receives = fixture.faults.calls(SqsFaults.RECEIVE);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(poller::close);
    awaitState(poller, State.STOPPING);
    open.countDown();
    closed.get();
    assertThat(fixture.faults.calls(SqsFaults.RECEIVE)).isEqualTo(receives);
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED, Fate.ACKNOWLEDGED);
    assertThat(receive(8)).hasSize(8).allMatch(message -> PollerFixture.receiveCount(message) == 1);
  }

  @Test
  void close_answerToAReceiveComesLater_isHandedBack() throws Exception {
    SqsPoller poller = poller().build();
    poller.start();
    PollerFixture.await("a receive", () -> fixture.faults.calls(SqsFaults.RECEIVE) == 1);
    poller.close();
    fixture.sendIdle(1);
    fixture.awaitOutcomes(1);
    assertThat(fixture.fates()).containsExactly(Fate.HANDED_BACK);
    assertThat(receive(1))
        .singleElement()
        .satisfies(message -> assertThat(PollerFixture.receiveCount(message)).isEqualTo(2));
  }

  @Test
  void close_messagesWaitForAnotherOfTheirKey_areHandedBackAtOnce() throws Exception {
    IntStream.range(0, 4).forEach(i -> fixture.put("hot", "content " + i));
    CountDownLatch busy = new CountDownLatch(2);
    SqsPollerBuilder builder =
        fixture.poller(
            outcome -> {
              if (outcome instanceof CopyOutcome.Failed failure
                  && failure.reason() == FailureReason.BUSY) {
                busy.countDown();
              }
            });
    builder.patience = Duration.ZERO;
    SqsPoller poller = builder.build();
    poller.start();
    busy.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(poller::close);
    fixture.awaitOutcomes(2);
    // A receive in progress may get one of them again, and return it again.
    assertThat(fixture.fates()).containsOnly(Fate.HANDED_BACK);
    assertThat(receive(2)).hasSize(2);
    open.countDown();
    closed.get();
    assertThat(fixture.fates())
        .containsOnly(Fate.HANDED_BACK, Fate.ACKNOWLEDGED)
        .filteredOn(fate -> fate == Fate.ACKNOWLEDGED)
        .hasSize(2);
  }

  @Test
  void close_twiceAtATime_bothWaitForTheEnd() throws Exception {
    put(1);
    SqsPoller poller = poller().build();
    poller.start();
    awaitCopies(1);
    CompletableFuture<Void> one = CompletableFuture.runAsync(poller::close);
    awaitState(poller, State.STOPPING);
    CompletableFuture<Void> other = CompletableFuture.runAsync(poller::close);
    assertThat(one).isNotDone();
    assertThat(other).isNotDone();
    open.countDown();
    CompletableFuture.allOf(one, other).get();
    assertThat(fixture.fates()).containsExactly(Fate.ACKNOWLEDGED);
    poller.close();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void close_beforeStart_isForGood() {
    SqsPoller poller = poller().build();
    poller.close();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
    assertThatThrownBy(poller::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(fixture.queueUrl);
    assertThat(fixture.faults.operations()).isEmpty();
  }

  @Test
  void start_twice_isRefused() {
    try (SqsPoller poller = poller().build()) {
      poller.start();
      assertThatThrownBy(poller::start).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void close_interrupted_endsAtOnceAndKeepsTheFlag() throws Exception {
    put(1);
    SqsPoller poller = poller().build();
    poller.start();
    awaitCopies(1);
    Thread.currentThread().interrupt();
    poller.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void halt_duringClose_endsItAndDeletesNothing() throws Exception {
    put(1);
    fixture.sendIdle(2);
    SqsPoller poller = poller().build();
    poller.start();
    awaitCopies(1);
    PollerFixture.await("two done", () -> poller.health().unacknowledged() == 2);
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () -> {
              poller.close();
              return Thread.interrupted();
            });
    awaitState(poller, State.STOPPING);
    poller.halt();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
    assertThat(interrupted.get()).isFalse();
    open.countDown();
    fixture.executor.shutdown();
    assertThat(fixture.executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(fixture.outcomes).isEmpty();
    assertThat(fixture.faults.calls(SqsFaults.DELETE)).isZero();
    assertThat(fixture.queued()).isEqualTo(3);
  }

  @Test
  void close_listenerThrows_handsBackAllTheSame() throws Exception {
    put(3);
    SqsPoller poller =
        poller()
            .concurrency(3)
            .shutdownTimeout(Duration.ZERO)
            .listener(
                outcome -> {
                  fixture.outcomes.add(outcome);
                  throw new AssertionError("thrown by the test");
                })
            .build();
    poller.start();
    awaitCopies(3);
    poller.close();
    assertThat(fixture.fates()).hasSize(3).containsOnly(Fate.HANDED_BACK);
    assertThat(receive(3)).hasSize(3);
  }

  @Test
  void close_sqsDoesNotAnswer_endsSomeSecondsAfterTheShutdownTimeout() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    fixture.sendIdle(3);
    SqsPoller poller = poller().shutdownTimeout(Duration.ZERO).build();
    poller.start();
    PollerFixture.await("three done", () -> poller.health().unacknowledged() == 3);
    for (String operation : new String[] {SqsFaults.DELETE, SqsFaults.HIDE}) {
      fixture.faults.always(
          operation,
          () -> {
            PollerFixture.pass(answer);
            return SqsFaults.error(503, "ServiceUnavailable");
          });
    }
    CompletableFuture<Void> closed = CompletableFuture.runAsync(poller::close);
    closed.get(30, TimeUnit.SECONDS);
    answer.countDown();
    assertThat(poller.health().state()).isEqualTo(State.STOPPED);
  }
}
