package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.StepExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class S3SyncConcurrencyTest {

  private final ExecutorService pool = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private static List<ObjectEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> ObjectEvent.created("src", "" + i)).toList();
  }

  private static S3Sync sync(CopyExecutor executor, Concurrency concurrency) {
    return S3Sync.builder()
        .rules(CopyRule.named("r").from("src").to("dst").build())
        .executor(executor)
        .concurrency(concurrency)
        .listener(OutcomeListener.none())
        .build();
  }

  @Test
  void handle_helpers_copySeveralRecordsAtOnceAndKeepTheOrder() {
    CyclicBarrier four = new CyclicBarrier(4);
    S3Sync sync =
        sync(
            new StepExecutor(
                (plan, deadline) -> {
                  meet(four);
                  return FakeExecutor.receipt();
                }),
            Concurrency.of(pool, 3));

    SyncReport report = sync.handle(events(40), Deadline.none());

    assertThat(report.copied())
        .extracting(CopyOutcome.Copied::source)
        .containsExactlyElementsOf(
            IntStream.range(0, 40).mapToObj(i -> new ObjectRef("src", "" + i)).toList());
  }

  @Test
  void handle_callerOnly_copiesOnTheCallingThread() {
    Thread caller = Thread.currentThread();
    S3Sync sync =
        sync(
            new StepExecutor(
                (plan, deadline) -> {
                  assertThat(Thread.currentThread()).isSameAs(caller);
                  return FakeExecutor.receipt();
                }),
            Concurrency.callerOnly());

    assertThat(sync.handle(events(5), Deadline.none()).copied()).hasSize(5);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
