package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final long GIB = 1L << 30;

  @Test
  void attempt_growsWithTheBytes() {
    assertThat(Patience.QUICK.attempt()).isEqualTo(Duration.ofMinutes(2));
    assertThat(Patience.copying(0).attempt()).isEqualTo(Duration.ofMinutes(2));
    assertThat(Patience.copying(5 * GIB).attempt()).isEqualTo(Duration.ofSeconds(120 + 5368));
    assertThat(Patience.streaming(GIB).attempt()).isEqualTo(Duration.ofSeconds(120 + 10737));
    assertThat(Patience.LONG.attempt()).as("until the socket's timeout").isNull();
  }
}
