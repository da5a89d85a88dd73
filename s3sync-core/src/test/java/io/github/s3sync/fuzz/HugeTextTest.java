package io.github.s3sync.fuzz;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks texts of the maximum size, and larger texts. */
class HugeTextTest {

  static Stream<String> bodies() {
    return Corpus.hugeBodies();
  }

  static Stream<String> rules() {
    return Corpus.hugeRules();
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("bodies")
  void read_hugeBody_keepsItsPromises(String body) {
    EventReaderTarget.check(body);
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("rules")
  void read_hugeRules_keepsItsPromises(String json) {
    RulesReaderTarget.check(json);
  }
}
