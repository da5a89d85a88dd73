package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvocationLogTest {

  @Test
  void printable_controlCharacters_areEscaped() {
    assertThat(InvocationLog.printable("한글\n\u001b[31m\u2028+"))
        .isEqualTo("한글\\u000A\\u001B[31m\\u2028+");
  }

  @Test
  void printable_longEvent_isCut() {
    assertThat(InvocationLog.printable("x".repeat(10_000))).hasSize(10_000).doesNotContain("…");
    assertThat(InvocationLog.printable("x".repeat(10_001))).hasSize(10_001).endsWith("x…");
    assertThat(InvocationLog.printable("x".repeat(9_999) + "😀"))
        .isEqualTo("x".repeat(9_999) + "…");
  }
}
