package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.CopyRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks each kind of decision. */
class CopyPlannerTest {

  private static CopyRuleBuilder rule(String name) {
    return CopyRule.named(name).from("src");
  }

  private static ObjectEvent event(EventKind kind, String rawKey, @Nullable Long size) {
    return ObjectEvent.builder(EventSource.S3, kind, "src", rawKey)
        .name("n")
        .sizeBytes(size)
        .build();
  }

  private static List<Decision> plan(ObjectEvent event, CopyRule... rules) {
    return new CopyPlanner(CopyRules.of(rules)).plan(event);
  }

  private static List<Decision> plan(String key, CopyRule... rules) {
    return plan(ObjectEvent.created("src", key), rules);
  }

  private static void assertSkip(List<Decision> decisions, SkipReason reason) {
    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Skip.class, skip -> assertThat(skip.reason()).isEqualTo(reason));
  }

  private static Decision.Refuse refused(List<Decision> decisions, FailureReason reason) {
    assertThat(decisions).singleElement().isInstanceOf(Decision.Refuse.class);
    Decision.Refuse refuse = (Decision.Refuse) decisions.get(0);
    assertThat(refuse.reason()).isEqualTo(reason);
    return refuse;
  }

  private static ObjectRef replica(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Copy.class);
    return ((Decision.Copy) decision).plan().replica();
  }

  @Test
  void plan_encodedKey_isDecodedOnceBeforeTheRuleSeesIt() {
    List<Decision> decisions =
        plan(
            event(EventKind.CREATED, "in/%ED%95%9C+%252B.txt", 1L),
            rule("r").prefix("in/").to("dst", "bdp/{filename}").build());

    assertThat(decisions)
        .extracting(CopyPlannerTest::replica)
        .containsExactly(new ObjectRef("dst", "bdp/한 %2B.txt"));
  }

  @Test
  void plan_severalRulesAndDestinations_givesADecisionForEach() {
    List<Decision> decisions =
        plan(
            "in/a",
            rule("one").to("dst-1").to("dst-2", KeyMapper.under("x/")).build(),
            rule("other").prefix("out/").to("dst-3").build(),
            rule("two").prefix("in/").to("dst-4").build());

    assertThat(decisions)
        .extracting(decision -> replica(decision).toString())
        .containsExactly("s3://dst-1/in/a", "s3://dst-2/x/in/a", "s3://dst-4/in/a");
  }

  @Test
  void plan_noRule_isSkipped() {
    assertSkip(plan("a"), SkipReason.NO_RULE);
    assertSkip(plan("a", rule("r").prefix("in/").to("dst").build()), SkipReason.NO_RULE);
    assertSkip(plan("a", rule("r").suffix(".txt").to("dst").build()), SkipReason.NO_RULE);
    assertSkip(plan("a", CopyRule.named("r").from("other").to("dst").build()), SkipReason.NO_RULE);
  }

  @Test
  void plan_kindThatNoRuleTakes_isSkipped() {
    CopyRule rule = rule("r").to("dst").build();

    assertSkip(plan(event(EventKind.OTHER, "", null), rule), SkipReason.EVENT_IGNORED);
    assertSkip(plan(event(EventKind.UNKNOWN, "", null), rule), SkipReason.EVENT_UNKNOWN);
    assertSkip(plan(event(EventKind.REMOVED, "a", null), rule), SkipReason.EVENT_IGNORED);
    assertSkip(plan(event(EventKind.RESTORED, "a", 1L), rule), SkipReason.EVENT_IGNORED);
    assertThat(
            plan(
                event(EventKind.RESTORED, "a", 1L),
                rule("r").on(EventKind.RESTORED).to("dst").build()))
        .singleElement()
        .isInstanceOf(Decision.Copy.class);
  }

  @Test
  void plan_sizeOutOfRange_isSkipped() {
    CopyRule rule = rule("r").minSizeBytes(10).maxSizeBytes(20).to("dst").build();

    assertSkip(plan(event(EventKind.CREATED, "a", 9L), rule), SkipReason.SIZE_OUT_OF_RANGE);
    assertSkip(plan(event(EventKind.CREATED, "a", 21L), rule), SkipReason.SIZE_OUT_OF_RANGE);
    replica(plan(event(EventKind.CREATED, "a", 10L), rule).get(0));
    replica(plan(event(EventKind.CREATED, "a", 20L), rule).get(0));
  }

  @Test
  void plan_unknownSize_isLeftToTheCopy() {
    CopyRule rule = rule("r").minSizeBytes(10).to("dst").build();

    replica(plan(event(EventKind.CREATED, "a", null), rule).get(0));
  }

  @Test
  void plan_removed_isTakenWhereTheRuleSaysSoWhateverItsSize() {
    CopyRule rule =
        rule("r").on(EventKind.CREATED, EventKind.REMOVED).minSizeBytes(10).to("dst").build();

    replica(plan(event(EventKind.REMOVED, "a", null), rule).get(0));
    replica(plan(event(EventKind.REMOVED, "a", 0L), rule).get(0));
  }

  @Test
  void plan_undecodableKey_isRefused() {
    Decision.Refuse refuse =
        refused(
            plan(event(EventKind.CREATED, "%E9", 1L), rule("r").to("dst").build()),
            FailureReason.KEY_UNDECODABLE);

    assertThat(refuse.rule()).isNull();
    assertThat(refuse.message()).contains("not UTF-8");
  }

  @Test
  void plan_keyThatTheMappingDoesNotTake_isRefused() {
    Decision.Refuse refuse =
        refused(
            plan("a", rule("r").to("dst", KeyMapper.replacePrefix("in/", "")).build()),
            FailureReason.KEY_UNMAPPABLE);

    assertThat(refuse.rule()).isEqualTo("r");
    assertThat(refuse.message()).isEqualTo("key does not start with 'in/'");
  }

  @Test
  void plan_emptyReplicaKey_isRefused() {
    assertThat(
            refused(
                    plan("in/", rule("r").to("dst", "{filename}").build()),
                    FailureReason.KEY_UNMAPPABLE)
                .message())
        .isEqualTo("the replica's key is empty");
  }

  @Test
  void plan_replicaKeyOf1024Bytes_isTheLongest() {
    CopyRule rule = rule("r").to("dst", KeyMapper.under("12/")).build();

    replica(plan("é".repeat(510) + "a", rule).get(0));
    assertThat(refused(plan("é".repeat(511), rule), FailureReason.KEY_TOO_LONG).message())
        .isEqualTo("the replica's key has 1025 bytes, expected 1024 at most");
  }

  @Test
  void plan_copyOntoItself_isRefused() {
    CopyRule rule =
        rule("r")
            .prefix("in/")
            .to("src", KeyMapper.flatten("out/"))
            .to("dst", KeyMapper.same())
            .build();

    assertThat(plan("in/a", rule)).hasSize(2).allMatch(Decision.Copy.class::isInstance);

    CopyRule itself = rule("r").prefix("in/").to("src", new Lying()).build();
    assertThat(refused(plan("in/a", itself), FailureReason.ONTO_ITSELF).message())
        .contains("s3://src/in/a");
  }

  /** Declares a wrong prefix for its keys. */
  private static final class Lying implements KeyMapper {
    @Override
    public String map(SourceObject source) {
      return source.key();
    }

    @Override
    public String outputPrefix(String sourcePrefix) {
      return "out/";
    }
  }

  @Test
  void plan_longestKey_isAccepted() {
    String key = "k".repeat(ObjectRef.MAX_KEY_BYTES);
    assertThat(plan(key, rule("r").to("dst").build()))
        .singleElement()
        .isInstanceOf(Decision.Copy.class);
  }

  @Test
  void plan_twoWayRule_knowsTheWayBack() {
    CopyOptions twoWay = CopyOptions.builder().twoWay(true).build();
    CopyRule there = rule("there").to("dst").options(twoWay).build();
    CopyRule back = CopyRule.named("back").from("dst").to("src").options(twoWay).build();
    assertThat(plan("k", there, back))
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Copy.class, copy -> assertThat(copy.plan().returnRoutes()).hasSize(1));
    assertThat(plan("k", rule("r").to("dst").build()))
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Copy.class, copy -> assertThat(copy.plan().returnRoutes()).isEmpty());
  }
}
