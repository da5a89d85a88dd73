package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void of_controlCharacters_areEscaped() {
    assertThat(OneLine.of("한글\n\u001b[31m\u2028+")).isEqualTo("한글\\u000A\\u001B[31m\\u2028+");
  }

  @Test
  void of_longText_isCut() {
    assertThat(OneLine.of("x".repeat(10_000), 10_000)).hasSize(10_000).doesNotContain("…");
    assertThat(OneLine.of("x".repeat(10_001), 10_000)).hasSize(10_001).endsWith("x…");
    assertThat(OneLine.of("x".repeat(9_999) + "😀", 10_000)).isEqualTo("x".repeat(9_999) + "…");
    assertThat(OneLine.of("\n".repeat(3), 2)).isEqualTo("\\u000A\\u000A…");
  }
}
