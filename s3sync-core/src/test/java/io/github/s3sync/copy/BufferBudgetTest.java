package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
    return Objects.requireNonNull(budget.take(bytes, Deadline.none()));
  }

  @Test
  void take_moreThanTheBudget_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> budget.take(101, Deadline.none()));
  }

  @Test
  void take_noneLeftUntilTheDeadline_isNull() throws InterruptedException {
    byte[] most = taken(60);
    assertThat(budget.take(50, Deadline.after(Duration.ZERO))).isNull();
    assertThat(budget.take(40, Deadline.after(Duration.ZERO))).hasSize(40);
    budget.give(most);
    assertThat(budget.take(60, Deadline.none())).hasSize(60).isSameAs(most);
  }

  @Test
  void take_manyThreads_neverExceedTheBudgetAndAllGetSome() throws Exception {
    AtomicLong used = new AtomicLong();
    AtomicLong most = new AtomicLong();
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
                    most.accumulateAndGet(used.addAndGet(buffer.length), Math::max);
                    used.addAndGet(-buffer.length);
                    budget.give(buffer);
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
    assertThat(most).hasValueBetween(10, 100);
    assertThat(budget.take(100, Deadline.after(Duration.ZERO))).hasSize(100);
  }
}
