package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeleteBrakeTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void letsThrough_asManyAsMay_refusesOneMore() {
    DeleteBrake brake = new DeleteBrake(2, nanos::get);

    assertThat(brake.letsThrough()).isTrue();
    assertThat(brake.letsThrough()).isTrue();
    assertThat(brake.letsThrough()).isFalse();
  }

  @Test
  void letsThrough_anyMinute_hasSoManyAtMost() {
    DeleteBrake brake = new DeleteBrake(2, nanos::get);
    brake.letsThrough();
    pass(Duration.ofSeconds(59));
    brake.letsThrough();
    pass(Duration.ofMillis(999));
    assertThat(brake.letsThrough()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(brake.letsThrough()).isTrue();
    assertThat(brake.letsThrough()).isFalse();
    pass(Duration.ofSeconds(59));
    assertThat(brake.letsThrough()).isTrue();
  }

  @Test
  void letsThrough_none_refusesTheFirst() {
    assertThat(new DeleteBrake(0, nanos::get).letsThrough()).isFalse();
  }

  @Test
  void letsThrough_manyThreads_areCountedTogether() {
    DeleteBrake brake = new DeleteBrake(100, nanos::get);

    assertThat(IntStream.range(0, 1_000).parallel().filter(i -> brake.letsThrough()).count())
        .isEqualTo(100);
  }

  @Test
  void perMinute_isTheLimit() {
    assertThat(new DeleteBrake(2, nanos::get).perMinute()).isEqualTo(2);
  }
}
