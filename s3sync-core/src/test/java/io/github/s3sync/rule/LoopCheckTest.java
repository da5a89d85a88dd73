package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopCheckTest {

  private static CopyRule rule(String name, String from, String prefix, String to, KeyMapper key) {
    return CopyRule.named(name).from(from).prefix(prefix).to(to, key).build();
  }

  private static void assertLoop(String way, CopyRule... rules) {
    assertThatThrownBy(() -> CopyRules.of(rules))
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo("destinations"))
        .hasMessageContaining("lead back to the rule's own source (" + way + ")");
  }

  private static void assertNoLoop(CopyRule... rules) {
    assertThatCode(() -> CopyRules.of(rules)).doesNotThrowAnyException();
  }

  @Test
  void of_ruleOntoItsOwnSource_isRefused() {
    assertLoop("'r' -> 'r'", rule("r", "one", "", "one", KeyMapper.same()));
    assertLoop("'r' -> 'r'", rule("r", "one", "", "one", KeyMapper.under("x/")));
    assertLoop("'r' -> 'r'", rule("r", "one", "in/", "one", KeyMapper.under("in/")));
    assertLoop("'r' -> 'r'", rule("r", "one", "bdp/", "one", KeyMapper.flatten("bdp/")));
    assertLoop("'r' -> 'r'", rule("r", "one", "bdp/", "one", KeyMapper.flatten("")));
    assertLoop("'r' -> 'r'", rule("r", "one", "in/", "one", source -> "unknown"));
  }

  @Test
  void of_sameBucketAndDisjointPrefixes_isAllowed() {
    assertNoLoop(rule("r", "one", "in/", "one", KeyMapper.replacePrefix("in/", "out/")));
    assertNoLoop(rule("r", "one", "in/", "one", KeyMapper.under("out/")));
    assertNoLoop(rule("r", "one", "in/", "one", KeyMapper.flatten("bdp/")));
  }

  @Test
  void of_sameBucketAndExceptPrefix_isAllowed() {
    assertNoLoop(
        CopyRule.named("r")
            .from("one")
            .filter(KeyFilter.any().exceptPrefix("replica/"))
            .to("one", KeyMapper.under("replica/"))
            .build());
  }

  @Test
  void of_flattenIntoAPrefixThatIsNotExcepted_isRefused() {
    assertLoop(
        "'r' -> 'r'",
        CopyRule.named("r")
            .from("one")
            .filter(KeyFilter.any().exceptPrefix("replica/a/"))
            .to("one", KeyMapper.flatten("replica/"))
            .build());
  }

  @Test
  void of_twoRulesInACircle_isRefused() {
    assertLoop(
        "'a' -> 'b' -> 'a'",
        rule("a", "one", "", "two", KeyMapper.same()),
        rule("b", "two", "", "one", KeyMapper.same()));
  }

  /** Between stores, two buckets may have one name. */
  @Test
  void of_circleOfStreams_namesTheRemedyForStores() {
    String remedy = "if the stores differ, different bucket names";

    assertThatThrownBy(() -> CopyRules.of(rule("r", "one", "", "one", KeyMapper.same())))
        .hasMessageNotContaining(remedy);
    assertThatThrownBy(
            () ->
                CopyRules.of(
                    CopyRule.named("r")
                        .from("one")
                        .to("one")
                        .options(CopyOptions.builder().transfer(TransferMode.STREAM).build())
                        .build()))
        .hasMessageContaining(remedy);
  }

  @Test
  void of_bothDirectionsWithPrefixesApart_isAllowed() {
    assertNoLoop(
        rule("a", "one", "a/", "two", KeyMapper.same()),
        rule("b", "two", "b/", "one", KeyMapper.same()));
  }

  @Test
  void of_threeRulesInACircle_isRefused() {
    assertLoop(
        "'a' -> 'b' -> 'c' -> 'a'",
        rule("a", "one", "", "two", KeyMapper.same()),
        rule("b", "two", "", "three", KeyMapper.under("x/")),
        rule("c", "three", "x/", "one", KeyMapper.same()));
  }

  @Test
  void of_circleBehindItsEntry_namesOnlyTheCircle() {
    assertLoop(
        "'a' -> 'b' -> 'a'",
        rule("entry", "zero", "", "one", KeyMapper.same()),
        rule("a", "one", "", "two", KeyMapper.same()),
        rule("b", "two", "", "one", KeyMapper.same()));
  }

  @Test
  void of_circleThroughASecondDestination_isRefused() {
    CopyRule two =
        CopyRule.named("a").from("one").to("three").to("two", KeyMapper.flatten("x/")).build();

    assertLoop("'a' -> 'b' -> 'a'", two, rule("b", "two", "x/", "one", KeyMapper.same()));
  }

  @Test
  void of_twoWaysToOneBucket_isAllowed() {
    assertNoLoop(
        rule("a", "one", "", "two", KeyMapper.same()),
        rule("b", "one", "", "three", KeyMapper.same()),
        rule("c", "two", "", "four", KeyMapper.same()),
        rule("d", "three", "", "four", KeyMapper.same()));
  }

  @Test
  @Timeout(60)
  void of_tenThousandRulesInAChain_doesNotOverflow() {
    List<CopyRule> chain = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      chain.add(rule("r" + i, "bucket-" + i, "", "bucket-" + (i + 1), KeyMapper.same()));
    }

    assertThat(CopyRules.of(chain).rules()).hasSize(10_000);

    chain.add(rule("back", "bucket-10000", "", "bucket-0", KeyMapper.same()));
    assertThatThrownBy(() -> CopyRules.of(chain)).isInstanceOf(InvalidRuleException.class);
  }
}
