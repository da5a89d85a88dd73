package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLeftTest {

  @ParameterizedTest
  @CsvSource({
    "900000, 892000",
    "60000, 52000",
    "40000, 32000",
    "15000, 12000",
    "3000, 2400",
    "100, 80",
    "0, 0"
  })
  void forCopies_remaining_keepsAFifthAndEightSecondsAtMost(long remaining, long forCopies) {
    assertThat(TimeLeft.forCopies(Duration.ofMillis(remaining)))
        .isEqualTo(Duration.ofMillis(forCopies));
  }
}
