package io.github.s3sync.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.pattern.KeyMapper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TwoWayRulesTest {

  private static final CopyOptions TWO_WAY = CopyOptions.builder().twoWay(true).build();

  private static CopyRule rule(String name, String from, String prefix, String to, KeyMapper key) {
    return CopyRule.named(name).from(from).prefix(prefix).to(to, key).options(TWO_WAY).build();
  }

  private static CopyRule rule(String name, String from, String to) {
    return rule(name, from, "", to, KeyMapper.same());
  }

  private static CopyRule oneWay(String name, String from, String to) {
    return CopyRule.named(name).from(from).to(to).build();
  }

  private static List<Destination> returnRoutes(CopyRules rules, String source, String replica) {
    ObjectRef from = new ObjectRef(source.split("/", 2)[0], source.split("/", 2)[1]);
    ObjectRef to = new ObjectRef(replica.split("/", 2)[0], replica.split("/", 2)[1]);
    return rules.returnRoutes(from, to, ObjectEvent.created(from.bucket(), from.key()));
  }

  static Stream<Arguments> inverses() {
    return Stream.of(
        Arguments.of("", KeyMapper.same(), "", KeyMapper.same()),
        Arguments.of("", KeyMapper.under("b/"), "b/", KeyMapper.replacePrefix("b/", "")),
        Arguments.of(
            "in/",
            KeyMapper.replacePrefix("in/", "out/"),
            "out/",
            KeyMapper.replacePrefix("out/", "in/")),
        Arguments.of("", KeyMapper.template("b/{key}"), "b/", KeyMapper.replacePrefix("b/", "")),
        Arguments.of(
            "in/", KeyMapper.template("{key}"), "", KeyMapper.replacePrefix("in/", "in/")));
  }

  @ParameterizedTest
  @MethodSource("inverses")
  void of_twoRulesThatUndoEachOther_areAllowed(
      String prefix, KeyMapper key, String backPrefix, KeyMapper back) {
    assertThatCode(
            () ->
                CopyRules.of(
                    rule("to", "one", prefix, "two", key),
                    rule("back", "two", backPrefix, "one", back)))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> circles() {
    String both = "the option twoWay on both";
    String keys = "they are two-way, but do not map each other's keys back";
    return Stream.of(
        Arguments.of(both, List.of(rule("r", "one", "two"), oneWay("s", "two", "one"))),
        // Keys grow.
        Arguments.of(
            keys,
            List.of(
                rule("r", "one", "", "two", KeyMapper.under("x/")),
                rule("s", "two", "", "one", KeyMapper.same()))),
        Arguments.of(
            "a rule cannot be its own reverse",
            List.of(rule("r", "one", "", "one", KeyMapper.under("x/")))),
        Arguments.of("a rule cannot be its own reverse", List.of(rule("r", "one", "one"))),
        // The effect of the mapping is unknown.
        Arguments.of(
            keys,
            List.of(
                rule("r", "one", "", "two", KeyMapper.oneToOne(source -> source.key())),
                rule("s", "two", "", "one", KeyMapper.same()))),
        Arguments.of(
            "supported for two rules, but not for a loop of 3",
            List.of(rule("r", "one", "two"), rule("s", "two", "three"), rule("t", "three", "one"))),
        // A pair, and a detour around it.
        Arguments.of(
            both,
            List.of(
                rule("r", "one", "two"),
                rule("s", "two", "one"),
                oneWay("t", "two", "three"),
                oneWay("u", "three", "one"))));
  }

  @ParameterizedTest
  @MethodSource("circles")
  void of_otherCircles_areRefused(String remedy, List<CopyRule> rules) {
    assertThatThrownBy(() -> CopyRules.of(rules))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("lead back to the rule's own source")
        .hasMessageContaining(remedy);
  }

  static Stream<Arguments> differences() {
    CopyRuleBuilder back = CopyRule.named("back").from("two").to("one");
    return Stream.of(
        Arguments.of(
            "tags", back.options(CopyOptions.builder().twoWay(true).tags(false).build()).build()),
        Arguments.of(
            "keepStorageClass",
            back.options(CopyOptions.builder().twoWay(true).keepStorageClass(true).build())
                .build()),
        Arguments.of(
            "keepWebsiteRedirect",
            back.options(CopyOptions.builder().twoWay(true).keepWebsiteRedirect(true).build())
                .build()),
        Arguments.of(
            "events", back.options(TWO_WAY).on(EventKind.CREATED, EventKind.REMOVED).build()));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void of_pairThatDiffers_isRefused(String difference, CopyRule back) {
    assertThatThrownBy(() -> CopyRules.of(rule("to", "one", "two"), back))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("options.twoWay is true, and the reverse rule '")
        .hasMessageContaining("has different " + difference + ", expected the same on both");
  }

  @Test
  void build_ruleThatNeverOverwrites_isRefused() {
    CopyOptions options = CopyOptions.builder().twoWay(true).overwrite(false).build();
    assertThatThrownBy(() -> CopyRule.named("r").from("one").to("two").options(options).build())
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("options.overwrite is false, expected true together with twoWay");
  }

  @Test
  void of_pairsInAChain_areAllowed() {
    CopyRules rules =
        CopyRules.of(
            rule("ab", "one", "two"),
            CopyRule.named("b").from("two").to("one").to("three").options(TWO_WAY).build(),
            rule("cb", "three", "two"));

    assertThat(rules.rules()).hasSize(3);
    // A copy from one to two is new to three.
    assertThat(returnRoutes(rules, "two/k", "three/k")).isEmpty();
    assertThat(returnRoutes(rules, "one/k", "two/k")).hasSize(1);
  }

  @Test
  void waysBack_pair_isTheDestinationThatWritesTheSource() {
    CopyRule to = rule("to", "one", "in/", "two", KeyMapper.replacePrefix("in/", "out/"));
    CopyRule back = rule("back", "two", "out/", "one", KeyMapper.replacePrefix("out/", "in/"));
    CopyRules rules = CopyRules.of(to, back);

    assertThat(returnRoutes(rules, "one/in/k", "two/out/k")).isEqualTo(back.destinations());
    assertThat(returnRoutes(rules, "two/out/k", "one/in/k")).isEqualTo(to.destinations());
    assertThat(returnRoutes(rules, "one/in/k", "two/out/other")).isEmpty();
  }

  /** A rule without REMOVED has deleted nothing. */
  @Test
  void waysBack_deletion_isOfARuleThatDeletes() {
    ObjectRef one = new ObjectRef("one", "k");
    ObjectRef two = new ObjectRef("two", "k");
    ObjectEvent removed = ObjectEvent.removed("one", "k");

    assertThat(
            CopyRules.of(rule("to", "one", "two"), rule("back", "two", "one"))
                .returnRoutes(one, two, removed))
        .isEmpty();
    assertThat(
            CopyRules.of(deleting("to", "one", "two"), deleting("back", "two", "one"))
                .returnRoutes(one, two, removed))
        .hasSize(1);
  }

  @Test
  void waysBack_otherDeployment_isUnknown() {
    assertThat(returnRoutes(CopyRules.of(rule("r", "one", "two")), "one/k", "two/k")).isEmpty();
  }

  @Test
  void waysBack_sourceIsAlsoWrittenFromElsewhere_isEmpty() {
    CopyRules rules =
        CopyRules.of(
            rule("ab", "one", "two"), rule("ba", "two", "one"), oneWay("cb", "three", "two"));

    assertThat(returnRoutes(rules, "two/k", "one/k")).isEmpty();
  }

  private static CopyRule deleting(
      String name, String from, String to, CopyOptionsBuilder options) {
    return CopyRule.named(name)
        .from(from)
        .on(EventKind.CREATED, EventKind.REMOVED)
        .to(to)
        .options(options.twoWay(true).build())
        .build();
  }

  private static CopyRule deleting(String name, String from, String to) {
    return deleting(name, from, to, CopyOptions.builder());
  }

  @Test
  void of_pairThatDeletes_isAllowed() {
    CopyRules rules = CopyRules.of(deleting("ab", "one", "two"), deleting("ba", "two", "one"));

    assertThat(rules.rules()).hasSize(2);
  }

  static Stream<Arguments> setsThatDoNotKnowTheirDeletes() {
    CopyRule there = deleting("ab", "one", "two");
    CopyRule back = deleting("ba", "two", "one");
    return Stream.of(
        // The reverse rule is in another deployment, or hidden by an access point.
        Arguments.of("no rule of this set copies the replicas back", List.of(there)),
        Arguments.of(
            "no rule of this set copies the replicas back",
            List.of(
                deleting("ab", "one", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap"), back)),
        Arguments.of(
            "rule 'cb' also writes into the source bucket",
            List.of(there, back, oneWay("cb", "three", "two"))),
        Arguments.of(
            "rule 'cb' also writes into the source bucket",
            List.of(there, back, deleting("bc", "two", "three"), deleting("cb", "three", "two"))));
  }

  @ParameterizedTest
  @MethodSource("setsThatDoNotKnowTheirDeletes")
  void of_rulesThatCannotTellTheirOwnDeletes_areRefusedUnlessTheyAcceptThat(
      String why, List<CopyRule> rules) {
    assertThatThrownBy(() -> CopyRules.of(rules))
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo("options.twoWay"))
        .hasMessageContaining("is true together with the event REMOVED, and " + why)
        .hasMessageContaining("unattributedDeletes");
    assertThatCode(() -> CopyRules.of(rules.stream().map(TwoWayRulesTest::accepting).toList()))
        .doesNotThrowAnyException();
  }

  private static CopyRule accepting(CopyRule rule) {
    return rule.options().twoWay()
        ? deleting(
            rule.name(),
            rule.sourceBucket(),
            rule.destinations().get(0).bucket(),
            CopyOptions.builder().unattributedDeletes(true))
        : rule;
  }

  static Stream<KeyMapper> mappingsWithoutInverse() {
    return Stream.of(
        KeyMapper.flatten("x/"),
        KeyMapper.template("{basename}"),
        KeyMapper.template("{date:yyyy}/{key}"));
  }

  @ParameterizedTest
  @MethodSource("mappingsWithoutInverse")
  void build_mappingThatNobodyCanUndo_isRefused(KeyMapper key) {
    assertThatThrownBy(() -> rule("r", "one", "", "two", key))
        .isInstanceOfSatisfying(
            InvalidRuleException.class, e -> assertThat(e.field()).isEqualTo("options.twoWay"))
        .hasMessageContaining("is true together with the key '" + key + "'");
  }

  @Test
  void warnings_accessPoint_namesTheRemedyUntilItIsTaken() {
    String arn = "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap";

    assertThat(CopyRules.of(oneWay("r", "one", arn)).warnings())
        .singleElement()
        .asString()
        .contains("set the option twoWay so that the rule does not feed itself");
    assertThat(CopyRules.of(rule("r", "one", arn)).warnings())
        .singleElement()
        .asString()
        .doesNotContain("twoWay");
  }
}
