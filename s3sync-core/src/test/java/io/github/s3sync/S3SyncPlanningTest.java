package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks that each record is planned separately, while the others are copied. */
class S3SyncPlanningTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void handle_recordThatIsSlowToPlan_holdsUpNoOther() {
    CountDownLatch others = new CountDownLatch(9);
    FakeExecutor executor = new FakeExecutor();
    IntStream.range(1, 10).forEach(i -> executor.on("in/" + i, () -> counted(others)));
    KeyFilter slow = object -> !object.key().equals("in/0") || await(others);

    SyncReport report = handle(executor, slow, KeyMapper.same());

    assertThat(report.copied()).hasSize(10);
  }

  @Test
  void handle_recordThatIsSlowToMap_holdsUpNoOther() {
    CountDownLatch others = new CountDownLatch(9);
    FakeExecutor executor = new FakeExecutor();
    IntStream.range(1, 10).forEach(i -> executor.on("in/" + i, () -> counted(others)));
    KeyMapper slow =
        source -> source.key().equals("in/0") && !await(others) ? "late" : source.key() + ".copy";

    SyncReport report = handle(executor, KeyFilter.any(), slow);

    assertThat(report.copied())
        .extracting(copied -> String.valueOf(copied.replica()))
        .hasSize(10)
        .startsWith("s3://dst/in/0.copy");
  }

  @Test
  void handle_recordWhosePlanFailsForLackOfMemory_isAnOutcome() {
    KeyFilter hungry =
        object -> {
          if (object.key().equals("in/3")) {
            throw new OutOfMemoryError("heap");
          }
          return true;
        };

    SyncReport report = handle(new FakeExecutor(), hungry, KeyMapper.same());

    assertThat(report.copied()).hasSize(9);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            (CopyOutcome.Failed failed) -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.UNEXPECTED);
              assertThat(failed.message()).contains("OutOfMemoryError");
            });
  }

  private SyncReport handle(FakeExecutor executor, KeyFilter filter, KeyMapper mapper) {
    S3Sync sync =
        S3Sync.builder()
            .rules(CopyRule.named("r").from("src").filter(filter).to("dst", mapper).build())
            .executor(executor)
            .listener(OutcomeListener.none())
            .concurrency(Concurrency.of(threads, 1))
            .build();
    List<ObjectEvent> events =
        IntStream.range(0, 10).mapToObj(i -> ObjectEvent.created("src", "in/" + i)).toList();
    return sync.handle(events, Deadline.none());
  }

  private static CopyResult counted(CountDownLatch latch) {
    latch.countDown();
    return FakeExecutor.receipt();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
