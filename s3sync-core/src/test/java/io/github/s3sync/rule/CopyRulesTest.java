package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SourceObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks sets of rules. */
class CopyRulesTest {

  private static CopyRule rule(String name, String bucket, String prefix) {
    return CopyRule.named(name).from(bucket).prefix(prefix).to("replica-bucket").build();
  }

  @Test
  void of_sameNameTwice_isRefused() {
    assertThatThrownBy(() -> CopyRules.of(rule("r", "one", ""), rule("r", "two", "")))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule 'r': name is used twice, expected unique names");
  }

  @Test
  void warnings_flatten_namesRuleAndDestination() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("flat").from("src").to("dst", KeyMapper.flatten("bdp/")).build(),
            CopyRule.named("same").from("src").to("dst").build());

    assertThat(rules.warnings())
        .containsExactly(
            "rule 'flat': two source keys can map to the same key of 'dst' (bdp/{filename}), where"
                + " the last copy wins",
            "rules 'same' and 'flat' write keys of 'dst' from different objects: where two have the"
                + " same key, the last copy wins");
  }

  @Test
  void warnings_customMapping_namesRuleAndTheWayToVouch() {
    KeyMapper custom = source -> source.key();
    CopyRule rule = CopyRule.named("own").from("src").to("dst", custom).build();
    CopyRule vouched =
        CopyRule.named("own").from("src").to("dst", KeyMapper.oneToOne(custom)).build();

    assertThat(CopyRules.of(rule).warnings())
        .singleElement()
        .asString()
        .startsWith("rule 'own': two source keys can map to the same key of 'dst'")
        .endsWith("declare it with KeyMapper.oneToOne")
        .doesNotContain("\n");
    assertThat(CopyRules.of(vouched).warnings()).isEmpty();
  }

  @Test
  void warnings_twoSourcesHaveOneDestination_namesBothRules() {
    KeyMapper toBdp = KeyMapper.replacePrefix("in/", "bdp/");

    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").prefix("in/").to("dst", toBdp).build(),
                    CopyRule.named("b").from("two").prefix("in/").to("dst", toBdp).build(),
                    CopyRule.named("c").from("six").to("dst", KeyMapper.under("bdp/")).build())
                .warnings())
        .containsExactly(
            "rules 'a', 'b' and 1 more write keys of 'dst' with the prefix 'bdp/' from different"
                + " objects: where two have the same key, the last copy wins");
    assertThat(CopyRules.of(rule("a", "one", ""), rule("b", "two", "")).warnings())
        .containsExactly(
            "rules 'a' and 'b' write keys of 'replica-bucket' from different objects: where two"
                + " have the same key, the last copy wins");
  }

  @Test
  void warnings_oneRuleWritesBelowThePrefixOfAnother_namesBoth() {
    assertThat(
            CopyRules.of(
                    CopyRule.named("narrow").from("two").to("dst", KeyMapper.under("bdp/")).build(),
                    CopyRule.named("wide").from("one").to("dst").build())
                .warnings())
        .containsExactly(
            "rules 'wide' and 'narrow' write keys of 'dst' from different objects: where two have"
                + " the same key, the last copy wins");
  }

  @Test
  void warnings_firstRuleHasAMappingInCode_namesTheOthers() {
    KeyMapper custom = KeyMapper.oneToOne(SourceObject::key);

    assertThat(
            CopyRules.of(
                    CopyRule.named("code").from("six").to("dst", custom).build(),
                    CopyRule.named("a").from("one").to("dst").build(),
                    CopyRule.named("b").from("two").to("dst").build())
                .warnings())
        .containsExactly(
            "rules 'a' and 'b' write keys of 'dst' from different objects: where two have the same"
                + " key, the last copy wins");
  }

  @Test
  void warnings_rulesThatCannotShareAReplica_haveNone() {
    KeyMapper byBucket = KeyMapper.template("{bucket}/{key}");

    assertThat(CopyRules.of(rule("a", "src", "a/"), rule("b", "src", "b/")).warnings())
        .as("one bucket and one mapping")
        .isEmpty();
    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").to("dst", byBucket).build(),
                    CopyRule.named("b").from("two").to("dst", byBucket).build())
                .warnings())
        .isEmpty();
    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").to("dst", KeyMapper.under("a/")).build(),
                    CopyRule.named("b").from("two").to("dst", KeyMapper.under("b/")).build())
                .warnings())
        .isEmpty();
    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").to("dst", "bdp/{path}{filename}").build(),
                    CopyRule.named("b").from("one").to("dst", "bdp/{path}{filename}").build())
                .warnings())
        .as("one bucket and one template")
        .isEmpty();
    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").to("dst").to("dst2").build(),
                    CopyRule.named("b").from("two").to("other").build())
                .warnings())
        .isEmpty();
  }

  @Test
  void warnings_templatesDiffer_namesBothRules() {
    assertThat(
            CopyRules.of(
                    CopyRule.named("a").from("one").to("dst", "bdp/{key}").build(),
                    CopyRule.named("b").from("one").to("dst", "bdp/{path}{filename}").build())
                .warnings())
        .singleElement()
        .asString()
        .contains("'a'", "'b'");
  }

  @Test
  void warnings_tenThousandRulesWithOneDestination_areOneLine() {
    List<CopyRule> rules =
        IntStream.range(0, 10_000).mapToObj(i -> rule("r" + i, "source-" + i, "")).toList();

    assertThat(CopyRules.of(rules).warnings()).singleElement().asString().contains("9998 more");
  }

  @Test
  void candidates_ofAnotherBucket_areNone() {
    assertThat(CopyRules.of(rule("r", "one", "")).candidates("two", "a")).isEmpty();
    assertThat(CopyRules.of().candidates("two", "a")).isEmpty();
  }

  @Test
  void candidates_overlappingPrefixes_comeInTheOrderGiven() {
    CopyRules rules =
        CopyRules.of(
            rule("deep", "src", "a/b/"),
            rule("all", "src", ""),
            rule("mid", "src", "a/"),
            rule("other", "src", "b/"),
            rule("again", "src", "a/b/"));

    assertThat(rules.candidates("src", "a/b/c"))
        .extracting(CopyRule::name)
        .containsExactly("deep", "all", "mid", "again");
  }

  @Test
  void candidates_keyThatIsAPrefixItself_isOfItsRule() {
    CopyRules rules =
        CopyRules.of(rule("first", "src", "a"), rule("next", "src", "b"), rule("in", "src", "bc"));

    assertThat(rules.candidates("src", "a")).extracting(CopyRule::name).containsExactly("first");
    assertThat(rules.candidates("src", "b")).extracting(CopyRule::name).containsExactly("next");
    assertThat(rules.candidates("src", "b1")).extracting(CopyRule::name).containsExactly("next");
    assertThat(rules.candidates("src", "bc"))
        .extracting(CopyRule::name)
        .containsExactly("next", "in");
    assertThat(rules.candidates("src", "")).isEmpty();
    assertThat(rules.candidates("src", "c")).isEmpty();
  }
}
