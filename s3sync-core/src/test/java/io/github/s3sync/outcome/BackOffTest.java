package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

  private static BackOff backOff(double random) {
    return new BackOff(Duration.ofSeconds(5), Duration.ofMinutes(15), () -> random);
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT2.5S, PT5S",
    "2, PT5S, PT10S",
    "3, PT10S, PT20S",
    "8, PT320S, PT640S",
    "9, PT7M30S, PT15M",
    "1000000, PT7M30S, PT15M",
    "0, PT2.5S, PT5S",
  })
  void after_receiveCount_liesBetweenHalfAndAllOfADoubledTime(
      int receiveCount, Duration least, Duration most) {
    assertThat(backOff(0).after(receiveCount)).isEqualTo(least);
    assertThat(backOff(0.5).after(receiveCount)).isBetween(least, most);
    assertThat(backOff(1).after(receiveCount)).isEqualTo(most);
  }
}
