package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {

  private static final List<String> WORDS =
      List.of("acl", "bucket", "kmsKeyId", "prefix", "suffix");

  @ParameterizedTest
  @CsvSource({
    "ACL, acl",
    "alc, acl",
    "bukcet, bucket",
    "buckets, bucket",
    "kms_key_id, kmsKeyId",
    "preffix, prefix",
    "sufix, suffix"
  })
  void to_mistypedWord_isTheOneMeant(String word, String meant) {
    assertThat(NearestWord.to(word, WORDS)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"''", "a", "key", "destination", "'버킷'"})
  void to_anotherWord_isNone(String word) {
    assertThat(NearestWord.to(word, WORDS)).isNull();
  }

  @Test
  void expected_nothingNear_listsAll() {
    assertThat(NearestWord.expected("zzzz", List.of("a", "b"))).isEqualTo(", expected one of a, b");
  }
}
