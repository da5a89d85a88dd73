package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Patterns and keys that would keep a matcher that backtracks busy for hours. */
class HostilePatternTest {

  @Test
  void glob_fiveStarsAndAThousandDashes_areFewSteps() {
    String key = "in/" + "-".repeat(1000);

    assertThat(Glob.compile("in/*-*-*-*-*.csv").steps(key)).isLessThan(100_000);
    assertThat(KeyFilter.glob("in/*-*-*-*-*.csv").accepts(SourceObject.of("src", key))).isFalse();
    assertThat(KeyFilter.glob("in/*-*-*-*-*.csv").accepts(SourceObject.of("src", key + ".csv")))
        .isTrue();
  }

  @Test
  void matching_expressionThatBacktracksWithoutEnd_isStoppedAndNamed() {
    KeyFilter filter = KeyFilter.matching(Pattern.compile("((a+)+)+b"));

    assertThat(filter.accepts(SourceObject.of("src", "a".repeat(1000) + "b"))).isTrue();
    assertThatExceptionOfType(ExpressionTooSlowException.class)
        .isThrownBy(() -> filter.accepts(SourceObject.of("src", "a".repeat(1000))))
        .withMessageStartingWith(
            "the expression '((a+)+)+b' needed more than 10000000 steps for the key");
  }

  @Test
  void template_groupsOfAnExpressionThatBacktracksWithoutEnd_areStopped() {
    KeyMapper mapper = KeyMapper.template("{1}", Pattern.compile("(((a+)+)+)b"));
    String key = "a".repeat(1000);

    assertThat(mapper.map(SourceObject.of("src", "aab"))).isEqualTo("aa");
    assertThatExceptionOfType(ExpressionTooSlowException.class)
        .isThrownBy(() -> mapper.map(SourceObject.of("src", key)));
  }
}
