package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void none_isNotSetAndNeverOver() {
    assertThat(Deadline.none().isSet()).isFalse();
    assertThat(Deadline.none().remaining()).isGreaterThan(Duration.ofDays(36_500));
  }

  @Test
  void after_aDuration_hasAtMostThatLeft() {
    Deadline deadline = Deadline.after(Duration.ofMinutes(10));

    assertThat(deadline.isSet()).isTrue();
    assertThat(deadline.remaining()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }

  @Test
  void after_clockOfTheCaller_isMeasuredByIt() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    Deadline deadline = Deadline.after(Duration.ofNanos(10), nanos::get);

    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(10));
    nanos.addAndGet(9); // the clock may overflow, as System.nanoTime may
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(1));
    nanos.addAndGet(5);
    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void remaining_whenOver_isZero() {
    assertThat(Deadline.after(Duration.ZERO).remaining()).isZero();
    assertThat(Deadline.after(Duration.ofSeconds(-1)).remaining()).isZero();
  }

  @Test
  void after_unboundedDuration_isALongTime() {
    Duration forever = ChronoUnit.FOREVER.getDuration();

    assertThat(Deadline.after(forever).remaining()).isGreaterThan(Duration.ofDays(10_000));
    assertThat(Deadline.after(forever.negated()).remaining()).isZero();
  }

  @Test
  void orStop_signalNotGiven_isAsWithoutIt() {
    StopSignal stop = new StopSignal();

    assertThat(Deadline.none().orStop(stop).isSet()).isFalse();
    assertThat(Deadline.none().orStop(stop).remaining()).isGreaterThan(Duration.ofDays(36_500));
    assertThat(Deadline.after(Duration.ZERO).orStop(stop).remaining()).isZero();
    assertThat(stop.isGiven()).isFalse();
  }

  @Test
  void orStop_signalGiven_endsWithTheEarlier() {
    StopSignal stop = new StopSignal();
    Deadline none = Deadline.none().orStop(stop);
    Deadline minute = Deadline.after(Duration.ofMinutes(1)).orStop(stop);

    stop.stopWithin(Duration.ofMinutes(10));

    assertThat(none.isSet()).isTrue();
    assertThat(none.remaining()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(minute.remaining()).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void stopWithin_givenAgain_neverMovesTheEndBack() {
    StopSignal stop = new StopSignal();
    Deadline deadline = Deadline.none().orStop(stop);

    stop.stopWithin(Duration.ofMinutes(1));
    stop.stopWithin(Duration.ofMinutes(10));
    assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    stop.stopWithin(Duration.ZERO);
    assertThat(deadline.remaining()).isZero();
  }
}
