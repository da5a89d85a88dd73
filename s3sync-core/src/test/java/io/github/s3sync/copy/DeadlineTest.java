package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
}
