package io.github.s3sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.copy.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BufferBudgetTest {

  private final BufferBudget budget = new BufferBudget(100);

  private byte[] taken(int bytes) throws InterruptedException {
    return Objects.requireNonNull(budget.acquire(bytes, Deadline.none()));
  }

  @Test
  void acquire_moreThanTheBudget_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> budget.acquire(101, Deadline.none()));
  }

  @Test
  void acquire_noneLeftUntilTheDeadline_isNull() throws InterruptedException {
    byte[] largest = taken(60);
    assertThat(budget.acquire(50, Deadline.after(Duration.ZERO))).isNull();
    assertThat(budget.acquire(40, Deadline.after(Duration.ZERO))).hasSize(40);
    budget.release(largest);
    assertThat(budget.acquire(60, Deadline.none())).hasSize(60).isSameAs(largest);
  }

  @Test
  void acquire_manyThreads_neverExceedTheBudgetAndAllGetSome() throws Exception {
    AtomicLong used = new AtomicLong();
    AtomicLong largest = new AtomicLong();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Future<?>[] running = new Future<?>[8];
      for (int i = 0; i < running.length; i++) {
        int bytes = 10 + 12 * i;
        running[i] =
            threads.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < 200; n++) {
                    byte[] buffer = taken(bytes);
                    largest.accumulateAndGet(used.addAndGet(buffer.length), Math::max);
                    used.addAndGet(-buffer.length);
                    budget.release(buffer);
                  }
                  return null;
                });
      }
      start.countDown();
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(largest).hasValueBetween(10, 100);
    assertThat(budget.acquire(100, Deadline.after(Duration.ZERO))).hasSize(100);
  }
}
