package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectRefTest {

  @ParameterizedTest
  @CsvSource({"'', 0", "a, 1", "é, 2", "한, 3", "😀, 4"})
  void keyBytes_ofAKey_areThoseOfItsUtf8Form(String key, int bytes) {
    assertThat(new ObjectRef("b", key).keyBytes()).isEqualTo(bytes);
  }

  @Test
  void toString_ordinaryKey_isItsUri() {
    assertThat(new ObjectRef("b", "a//한글 😀\\n")).hasToString("s3://b/a//한글 😀\\n");
  }

  @Test
  void toString_controlCharacters_areEscaped() {
    assertThat(new ObjectRef("b", "a\nb\r\t\0\u007F\u0085\u2028\u2029\u001B[31m"))
        .hasToString(
            "s3://b/a\\u000Ab\\u000D\\u0009\\u0000\\u007F\\u0085\\u2028\\u2029\\u001B[31m");
  }

  @Test
  void toString_controlCharactersInTheBucket_areEscaped() {
    assertThat(new ObjectRef("b\n", "a")).hasToString("s3://b\\u000A/a");
  }
}
