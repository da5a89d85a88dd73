package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagTest {

  private static final Instant DONE = Instant.parse("2026-09-02T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-09-02T09:59:58Z, PT2S",
    "2026-09-02T10:00:03Z, PT-3S",
    "2026-09-03T10:00:00Z, PT-24H",
    "2026-09-03T10:00:00.000000001Z,",
    "2016-09-04T10:00:00Z, PT87600H",
    "2016-09-04T09:59:59.999999999Z,",
    "1970-01-01T00:00:00Z,",
    "0001-01-01T00:00:00Z,",
    "1733-01-01T00:00:00Z,",
    "9999-12-31T23:59:59Z,",
    "-1000000000-01-01T00:00:00Z,",
    "+1000000000-12-31T23:59:59.999999999Z,",
  })
  void between_timesThatCannotBe_isNoLag(Instant event, @Nullable Duration lag) {
    assertThat(Lag.between(event, DONE)).isEqualTo(lag);
  }

  @Test
  void between_noTime_isNoLag() {
    assertThat(Lag.between(null, DONE)).isNull();
  }

  @Test
  void isPlausible_longestDurations_isFalse() {
    assertThat(Lag.isPlausible(Duration.ofSeconds(Long.MAX_VALUE))).isFalse();
    assertThat(Lag.isPlausible(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
    assertThat(Lag.isPlausible(Duration.ZERO)).isTrue();
  }
}
