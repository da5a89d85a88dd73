package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final ConcurrencyLimit slots = new ConcurrencyLimit(16, time::get);

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  @Test
  void throttled_onceASecond_halvesTheLimitDownToOne() {
    for (int expected : new int[] {8, 4, 2, 1, 1}) {
      slots.throttled();
      assertThat(slots.limit()).isEqualTo(expected);
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void throttled_manyTimesAtOnce_countsOnce() {
    slots.throttled();
    pass(Duration.ofMillis(999));
    slots.throttled();
    assertThat(slots.limit()).isEqualTo(8);
  }

  @Test
  void wentWell_asOftenAsTheLimit_growsItByOneUpToTheConcurrency() {
    slots.throttled();
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 9; i++) {
      slots.wentWell();
    }
    assertThat(slots.limit()).isEqualTo(9);
    for (int i = 0; i < 200; i++) {
      slots.wentWell();
    }
    assertThat(slots.limit()).isEqualTo(16);
  }

  @Test
  void wentWell_withinASecondOfThrottling_changesNothing() {
    slots.throttled();
    pass(Duration.ofMillis(999));
    for (int i = 0; i < 200; i++) {
      slots.wentWell();
    }
    assertThat(slots.limit()).isEqualTo(8);
  }

  @Test
  void refused_asOftenInARowAsTheLimit_halvesIt() {
    for (int i = 0; i < 15; i++) {
      slots.refused();
    }
    assertThat(slots.limit()).isEqualTo(16);
    slots.refused();
    assertThat(slots.limit()).isEqualTo(8);
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 8; i++) {
      slots.refused();
    }
    assertThat(slots.limit()).isEqualTo(4);
  }

  @Test
  void refused_someAmongThoseThatAreAccepted_changesNothing() {
    for (int i = 0; i < 100; i++) {
      slots.refused();
      if (i % 10 == 0) {
        slots.accepted();
      }
    }
    assertThat(slots.limit()).isEqualTo(16);
  }

  @Test
  void take_moreThanAreFree_givesThoseThatAre() throws Exception {
    assertThat(slots.take(10)).isEqualTo(10);
    assertThat(slots.take(10)).isEqualTo(6);
  }

  @Test
  void take_noneFree_waitsForTheFirst() throws Exception {
    slots.take(10);
    slots.take(6);
    CompletableFuture<Integer> taker = taker();
    assertThat(taker).isNotDone();
    slots.release(3);
    assertThat(taker.get()).isEqualTo(3);
  }

  @Test
  void take_limitBelowWhatIsTaken_waitsUntilEnoughIsGivenBack() throws Exception {
    slots.take(10);
    slots.throttled();
    CompletableFuture<Integer> taker = taker();
    slots.release(2);
    assertThat(taker).isNotDone();
    slots.release(8);
    assertThat(taker.get()).isEqualTo(8);
  }

  @Test
  void close_takerWaits_getsNone() throws Exception {
    slots.take(10);
    slots.take(6);
    CompletableFuture<Integer> taker = taker();
    slots.close();
    assertThat(taker.get()).isZero();
    slots.release(16);
    assertThat(slots.take(1)).isZero();
  }

  private CompletableFuture<Integer> taker() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return slots.take(10);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
