package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that filters and mappings of the user can make a plan fail, but nothing worse. */
class UserCodeTest {

  private static final CopyRule GOOD = CopyRule.named("good").from("src").to("dst").build();

  private static Decision.Refuse refusal(CopyRule bad, String key) {
    List<Decision> decisions =
        new CopyPlanner(CopyRules.of(bad, GOOD)).plan(ObjectEvent.created("src", key));
    assertThat(decisions).hasSize(2);
    assertThat(decisions.get(1)).isInstanceOf(Decision.Copy.class);
    assertThat(decisions.get(0)).isInstanceOf(Decision.Refuse.class);
    return (Decision.Refuse) decisions.get(0);
  }

  private static CopyRule mapping(KeyMapper mapper) {
    return CopyRule.named("bad").from("src").to("dst", mapper).build();
  }

  @Test
  void plan_filterThrows_failsItsRuleOnly() {
    CopyRule bad =
        CopyRule.named("bad")
            .from("src")
            .filter(
                object -> {
                  throw new IllegalStateException("boom");
                })
            .to("dst")
            .build();

    Decision.Refuse refuse = refusal(bad, "a");

    assertThat(refuse.reason()).isEqualTo(FailureReason.RULE_FAILED);
    assertThat(refuse.rule()).isEqualTo("bad");
    assertThat(refuse.message()).isEqualTo("java.lang.IllegalStateException: boom");
  }

  @Test
  void plan_mapperThrows_failsItsRuleOnly() {
    Decision.Refuse refuse = refusal(mapping(source -> "" + Integer.parseInt(source.key())), "a");

    assertThat(refuse.reason()).isEqualTo(FailureReason.RULE_FAILED);
    assertThat(refuse.message()).startsWith("java.lang.NumberFormatException");
  }

  @Test
  @SuppressWarnings("NullAway") // null is the case to test
  void plan_mapperGivesNull_failsItsRuleOnly() {
    Decision.Refuse refuse = refusal(mapping(source -> null), "a");

    assertThat(refuse.reason()).isEqualTo(FailureReason.KEY_UNMAPPABLE);
    assertThat(refuse.message()).isEqualTo("the mapping returned null, expected a key");
  }

  @Test
  void plan_mapperGivesHalfOfASurrogatePair_failsItsRuleOnly() {
    Decision.Refuse refuse = refusal(mapping(source -> source.key().substring(0, 1)), "😀");

    assertThat(refuse.reason()).isEqualTo(FailureReason.KEY_UNMAPPABLE);
  }

  static List<Throwable> throwables() {
    return List.of(
        new StackOverflowError(),
        new OutOfMemoryError("heap"),
        new AssertionError("no"),
        new NoClassDefFoundError("com/example/Gone"),
        new ExceptionInInitializerError("static"),
        new IOException("checked, thrown by Kotlin"),
        new IllegalStateException("boom"));
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void plan_filterThrowsAnything_failsItsRuleOnly(Throwable thrown) {
    CopyRule bad =
        CopyRule.named("bad")
            .from("src")
            .filter(object -> UserCodeTest.throwing(thrown))
            .to("dst")
            .build();

    assertThat(refusal(bad, "a").reason()).isEqualTo(reason(thrown));
    assertThat(
            new CopyPlanner(CopyRules.of(bad)).explain(ObjectEvent.created("src", "a")).answers())
        .extracting(Explanation.Answer::whyNot)
        .containsExactly("its filter failed: " + thrown);
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void plan_mapperThrowsAnything_failsItsRuleOnly(Throwable thrown) {
    Decision.Refuse refuse = refusal(mapping(source -> String.valueOf(throwing(thrown))), "a");

    assertThat(refuse.reason()).isEqualTo(reason(thrown));
    assertThat(refuse.message()).isEqualTo(thrown.toString());
  }

  @Test
  void plan_expressionBacktracksWithoutEnd_failsItsRuleOnly() {
    CopyRule bad =
        CopyRule.named("bad")
            .from("src")
            .filter(KeyFilter.matching(Pattern.compile("((a+)+)+b")))
            .to("dst")
            .build();

    Decision.Refuse refuse = refusal(bad, "a".repeat(1000));

    assertThat(refuse.reason()).isEqualTo(FailureReason.RULE_FAILED);
    assertThat(refuse.message()).startsWith("the expression '((a+)+)+b' needed more than");
  }

  private static FailureReason reason(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return FailureReason.UNEXPECTED;
    }
    return thrown instanceof LinkageError
        ? FailureReason.INCOMPATIBLE_LIBRARY
        : FailureReason.RULE_FAILED;
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> boolean throwing(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void plan_mapperLacksAClass_isNotTheMessagesFault() {
    Decision.Refuse refuse =
        refusal(
            mapping(
                source -> {
                  throw new NoClassDefFoundError("a/b/C");
                }),
            "a");

    assertThat(refuse.reason()).isEqualTo(FailureReason.INCOMPATIBLE_LIBRARY);
    assertThat(refuse.message()).isEqualTo("java.lang.NoClassDefFoundError: a/b/C");
  }

  @Test
  void plan_filterRunsOutOfMemory_isRetried() {
    CopyRule bad =
        CopyRule.named("bad")
            .from("src")
            .filter(
                object -> {
                  throw new OutOfMemoryError("Java heap space");
                })
            .to("dst")
            .build();

    assertThat(refusal(bad, "a").reason()).isEqualTo(FailureReason.UNEXPECTED);
  }

  @Test
  void plan_sourceKeyThatNoObjectHas_isRefused() {
    List<Decision> decisions =
        new CopyPlanner(CopyRules.of(GOOD)).plan(ObjectEvent.created("src", "a".repeat(500_000)));

    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refuse -> assertThat(refuse.reason()).isEqualTo(FailureReason.KEY_TOO_LONG));
  }
}
