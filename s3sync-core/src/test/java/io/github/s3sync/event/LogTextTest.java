package io.github.s3sync.event;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void of_controlCharacters_areEscaped() {
    assertThat(LogText.of("한글\n\u001b[31m\u2028+")).isEqualTo("한글\\u000A\\u001B[31m\\u2028+");
  }

  @Test
  void of_charactersThatTurnTheDirectionOfWriting_areEscaped() {
    for (String range :
        new String[] {
          "\u061C", "\u200E\u200F", "\u202A\u202B\u202C\u202D\u202E", "\u2066\u2067\u2068\u2069"
        }) {
      assertThat(LogText.of("a" + range + "b"))
          .isEqualTo("a" + range.chars().mapToObj("\\u%04X"::formatted).collect(joining()) + "b");
    }
    assertThat(LogText.of("\u200D\u2029\u2065\u206A\u061B\u061D\u2010\u202F\u2030"))
        .isEqualTo("\u200D\\u2029\u2065\u206A\u061B\u061D\u2010\u202F\u2030");
  }

  @Test
  void of_halfOfASurrogatePair_isEscaped() {
    assertThat(LogText.of("😀\uD83D")).isEqualTo("😀\\uD83D");
    assertThat(LogText.of("\uDE00\uD83D😀")).isEqualTo("\\uDE00\\uD83D😀");
    assertThat(LogText.of("\uD83D\uD83D\uDE00")).isEqualTo("\\uD83D😀");
  }

  @Test
  void of_longText_isCut() {
    assertThat(LogText.of("x".repeat(10_000), 10_000)).hasSize(10_000).doesNotContain("…");
    assertThat(LogText.of("x".repeat(10_001), 10_000)).hasSize(10_001).endsWith("x…");
    assertThat(LogText.of("x".repeat(9_999) + "😀", 10_000)).isEqualTo("x".repeat(9_999) + "…");
    assertThat(LogText.of("\n".repeat(3), 2)).isEqualTo("\\u000A\\u000A…");
  }
}
