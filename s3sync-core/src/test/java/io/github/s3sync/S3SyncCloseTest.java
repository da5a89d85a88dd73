package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closes a façade while other threads use it. */
@Timeout(60)
class S3SyncCloseTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicBoolean closedDuringCopy = new AtomicBoolean();

  private S3Sync sync(Duration max) {
    FakeExecutor executor = new FakeExecutor();
    executor.on("k", this::copy);
    return S3Sync.builder()
        .rules(CopyRule.named("r").from("src").to("dst").build())
        .executor(executor)
        .listener(OutcomeListener.none())
        .closing(closed::incrementAndGet)
        .maxClose(max)
        .build();
  }

  private CopyResult copy() {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    closedDuringCopy.set(closed.get() > 0);
    return FakeExecutor.receipt();
  }

  private CompletableFuture<SyncReport> handling(S3Sync sync) throws InterruptedException {
    CompletableFuture<SyncReport> report =
        CompletableFuture.supplyAsync(
            () -> sync.handle(List.of(ObjectEvent.created("src", "k")), Deadline.none()));
    begun.await();
    return report;
  }

  @Test
  void close_whileHandling_waitsForTheCopy() throws Exception {
    S3Sync sync = sync(Duration.ofMinutes(1));
    CompletableFuture<SyncReport> report = handling(sync);
    Thread closing = new Thread(sync::close);
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(closed).hasValue(0);

    end.countDown();

    assertThat(report.get().copied()).hasSize(1);
    closing.join();
    assertThat(closed).hasValue(1);
    assertThat(closedDuringCopy).isFalse();
  }

  @Test
  void close_copyThatDoesNotEnd_closesAfterTheMaximum() throws Exception {
    S3Sync sync = sync(Duration.ZERO);
    CompletableFuture<SyncReport> report = handling(sync);

    sync.close();

    assertThat(closed).hasValue(1);
    end.countDown();
    assertThat(report.get().copied()).hasSize(1);
  }

  @Test
  void close_interrupted_closesAtOnceAndStaysInterrupted() throws Exception {
    S3Sync sync = sync(Duration.ofMinutes(1));
    CompletableFuture<SyncReport> report = handling(sync);

    Thread.currentThread().interrupt();
    sync.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).hasValue(1);
    end.countDown();
    report.get();
  }

  @Test
  void close_unused_closesOnce() {
    S3Sync sync = sync(Duration.ofMinutes(1));
    end.countDown();
    sync.handle(List.of(ObjectEvent.created("src", "k")), Deadline.none());

    sync.close();
    sync.close();

    assertThat(closed).hasValue(1);
  }
}
