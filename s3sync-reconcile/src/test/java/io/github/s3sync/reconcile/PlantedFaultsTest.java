package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.request.ReplicaAspect;
import io.github.s3sync.rule.CopyRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares buckets with every kind of difference. Each difference is found, and no false difference
 * is reported.
 */
class PlantedFaultsTest {

  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .filter(KeyFilter.any().exceptPrefix("in/tmp/"))
          .to("dst", KeyMapper.replacePrefix("in/", "out/"))
          .on(EventKind.CREATED, EventKind.REMOVED)
          .options(CopyOptions.builder().keepStorageClass(true).build())
          .build();

  /** The keys that are equal on both sides, and that must be distinguished from similar keys. */
  private static final List<String> EQUAL =
      List.of(
          "a",
          "a/b",
          "a//b",
          "a/./b",
          "a b",
          "a+b",
          "a%2Bb",
          "\u00E9",
          "e\u0301",
          "\uAC00",
          "\u1100\u1161",
          "\uE000",
          "\uFF00",
          "\uD83D\uDE00",
          "\u0001",
          "\n",
          "<&>\"'",
          "z".repeat(1020));

  private final Buckets with = new Buckets(RULE);

  private final Map<String, Verdict> listed = new LinkedHashMap<>();
  private final Map<String, Set<ReplicaAspect>> byHead = new LinkedHashMap<>();
  private final Map<String, Set<ReplicaAspect>> byTags = new LinkedHashMap<>();

  @AfterEach
  void stop() {
    with.close();
  }

  @BeforeEach
  void plant() {
    for (String key : EQUAL) {
      with.putBoth("in/" + key, "out/" + key, "content of " + key);
    }
    // The rule does not apply to these keys: a prefix of its prefix, similar keys, and excluded
    // keys.
    with.put("src", "in", "x");
    with.put("src", "in0", "x");
    with.put("src", "i", "x");
    with.put("src", "in/tmp/x", "x");
    with.put("dst", "out", "x");
    with.put("dst", "out0", "x");
    with.put("dst", "out/tmp/y", "y");

    missing("missing");
    missing("missing/\uD83D\uDE01");
    missing("");
    with.put("dst", "out/extra", "x");
    listed.put("in/extra", Verdict.EXTRA);
    with.put("dst", "out/a/extra", "x");
    listed.put("in/a/extra", Verdict.EXTRA);
    // Written by a rule that did not remove the prefix.
    with.put("dst", "out/in/a", "content of a");
    listed.put("in/in/a", Verdict.EXTRA);

    differs("other-size", "longer", "short");
    differs("other-bytes", "abc", "abd");
    differs("truncated", "abc", "");
    differs("of-another", "abc", "content of a");

    with.put("src", "in/metadata", "m", r -> r.metadata(Map.of("a", "1")));
    with.put("dst", "out/metadata", "m", r -> r.metadata(Map.of("a", "2")));
    byHead.put("in/metadata", Set.of(ReplicaAspect.METADATA));
    with.put("src", "in/type", "t", r -> r.contentType("text/plain"));
    with.put("dst", "out/type", "t", r -> r.contentType("text/csv"));
    byHead.put("in/type", Set.of(ReplicaAspect.HEADERS));
    with.put("src", "in/class", "c", r -> r.storageClass("STANDARD_IA"));
    with.put("dst", "out/class", "c");
    byHead.put("in/class", Set.of(ReplicaAspect.STORAGE_CLASS));
    with.put("src", "in/redirect", "r");
    with.put("dst", "out/redirect", "r", r -> r.websiteRedirectLocation("/elsewhere"));
    byHead.put("in/redirect", Set.of(ReplicaAspect.WEBSITE_REDIRECT));
    with.put("src", "in/tag-count", "t", r -> r.tagging("a=1"));
    with.put("dst", "out/tag-count", "t", r -> r.tagging("a=1&b=2"));
    byHead.put("in/tag-count", Set.of(ReplicaAspect.TAGS));
    with.put("src", "in/tags", "t", r -> r.tagging("a=1"));
    with.put("dst", "out/tags", "t", r -> r.tagging("a=2"));
    byTags.put("in/tags", Set.of(ReplicaAspect.TAGS));
  }

  private void missing(String key) {
    with.put("src", "in/" + key, "missing");
    listed.put("in/" + key, Verdict.MISSING);
  }

  private void differs(String key, String content, String other) {
    with.put("src", "in/" + key, content);
    with.put("dst", "out/" + key, other);
    listed.put("in/" + key, Verdict.DIFFERS);
  }

  private Map<String, Verdict> expected(Level level) {
    Map<String, Verdict> expected = new java.util.TreeMap<>(listed);
    if (level != Level.LISTING) {
      byHead.keySet().forEach(key -> expected.put(key, Verdict.DIFFERS));
    }
    if (level == Level.TAGS) {
      byTags.keySet().forEach(key -> expected.put(key, Verdict.DIFFERS));
    }
    return expected;
  }

  private static void assertAddsUp(RunResult result, long found) {
    Tally total = result.total();
    long verdicts = 0;
    for (Verdict verdict : Verdict.values()) {
      verdicts += total.count(verdict);
    }
    assertThat(total.found()).isEqualTo(found).isEqualTo(verdicts);
    assertThat(total.unaccounted()).isZero();
  }

  /** Returns the number of objects with both prefixes. A source and its replica count once. */
  private long found() {
    return (long) EQUAL.size() + listed.size() + byHead.size() + byTags.size() + 2;
  }

  @ParameterizedTest
  @EnumSource
  void verify_plantedFaults_areFoundAndNoneIsInvented(Level level) {
    RunResult result = with.reconciler(Mode.VERIFY).level(level).build().run();
    assertThat(with.verdicts()).isEqualTo(expected(level));
    assertThat(with.findings)
        .filteredOn(f -> byHead.containsKey(Buckets.sourceKey(f)))
        .allSatisfy(f -> assertThat(f.differing()).isEqualTo(byHead.get(Buckets.sourceKey(f))));
    assertThat(with.findings)
        .filteredOn(f -> byTags.containsKey(Buckets.sourceKey(f)))
        .allSatisfy(f -> assertThat(f.differing()).isEqualTo(byTags.get(Buckets.sourceKey(f))));
    assertThat(with.findings).extracting(Finding::action).containsOnly(Action.NONE);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(result.isComplete()).isTrue();
    assertAddsUp(result, found());
    assertThat(result.total().count(Verdict.EXCLUDED)).isEqualTo(2);
  }

  @Test
  void verify_listingLevel_looksUpOnlyWhatTheListingDoesNotClear() {
    with.s3.clearRequests();
    with.reconciler(Mode.VERIFY).build().run();
    assertThat(with.s3.requests())
        .filteredOn(request -> request.operation().equals("HeadObject"))
        .extracting(request -> request.key().substring(request.key().indexOf('/') + 1))
        .allSatisfy(key -> assertThat(listed).containsKey("in/" + key));
  }

  @Test
  void verify_allReported_hasAFindingForEachObject() {
    RunResult result = with.reconciler(Mode.VERIFY).reportAll().build().run();
    assertThat(with.findings).hasSize((int) found());
    assertThat(with.findings)
        .filteredOn(f -> f.verdict() == Verdict.SAME)
        .hasSize(EQUAL.size() + byHead.size() + byTags.size());
    assertAddsUp(result, found());
  }

  @Test
  void verify_allBytes_readsWhatIsEqual() {
    RunResult result =
        with.reconciler(Mode.VERIFY).level(Level.TAGS).bytes(Bytes.ALL).build().run();
    assertThat(with.verdicts()).isEqualTo(expected(Level.TAGS));
    assertAddsUp(result, found());
  }

  @Test
  void reconcile_plantedFaults_areAllRepaired() {
    RunResult result =
        with.reconciler(Mode.RECONCILE).level(Level.TAGS).deleteLimit(half()).build().run();
    assertThat(with.verdicts()).isEqualTo(expected(Level.TAGS));
    assertThat(with.findings)
        .allSatisfy(
            f ->
                assertThat(f.action())
                    .isEqualTo(f.verdict() == Verdict.EXTRA ? Action.DELETED : Action.COPIED));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertAddsUp(result, found());

    RunResult again = with.reconciler(Mode.VERIFY).level(Level.TAGS).bytes(Bytes.ALL).build().run();
    assertThat(with.verdicts()).isEmpty();
    assertThat(again.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertThat(with.s3.bucket("dst").keys()).contains("out", "out0", "out/tmp/y");
  }

  @Test
  void backfill_plantedFaults_copiesAndDeletesNothing() {
    RunResult result = with.reconciler(Mode.BACKFILL).build().run();
    assertThat(with.findings).extracting(Finding::action).containsOnly(Action.COPIED);
    assertThat(with.s3.bucket("dst").keys()).contains("out/extra", "out/a/extra", "out/in/a");
    assertThat(with.verdicts().values()).containsOnly(Verdict.MISSING, Verdict.DIFFERS);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertAddsUp(result, found());
  }

  @Test
  void dryRun_plantedFaults_namesWhatARealRunDoesAndDoesNothing() {
    with.s3.clearRequests();
    with.reconciler(Mode.RECONCILE).level(Level.TAGS).deleteLimit(half()).dryRun().build().run();
    Map<String, Action> planned = actions();
    assertThat(with.s3.operations())
        .containsOnly("ListObjectsV2", "HeadObject", "HeadBucket", "GetObjectTagging");
    with.reconciler(Mode.RECONCILE).level(Level.TAGS).deleteLimit(half()).build().run();
    Map<String, Action> done = actions();
    done.replaceAll(
        (key, action) -> action == Action.COPIED ? Action.WOULD_COPY : Action.WOULD_DELETE);
    assertThat(planned).isEqualTo(done);
  }

  private Map<String, Action> actions() {
    Map<String, Action> actions = new LinkedHashMap<>();
    with.verdicts().keySet().forEach(key -> actions.put(key, with.finding(key).action()));
    return actions;
  }

  private static DeleteLimit half() {
    return new DeleteLimit(100, 0.5);
  }

  @Test
  void verify_replicaOfAnotherRule_isNotExtra() {
    with.rules(
        RULE,
        CopyRule.named("other")
            .from("src")
            .prefix("o/")
            .to("dst", KeyMapper.under("out/"))
            .build());
    with.put("src", "o/a", "x");
    with.put("dst", "out/o/a", "x");
    with.put("dst", "out/o/b", "x");
    with.reconciler(Mode.VERIFY).build().run();
    assertThat(with.findings)
        .filteredOn(f -> f.rule().equals("r") && f.verdict() == Verdict.UNKNOWN)
        .extracting(Finding::replica)
        .containsExactlyInAnyOrder(
            new ObjectRef("dst", "out/o/a"), new ObjectRef("dst", "out/o/b"));
  }

  /**
   * Verifies that a run limited to a prefix or a rule also recognizes the replicas of the other
   * rules.
   */
  @Test
  void reconcile_limitedToAPrefix_doesNotDeleteReplicasOfOtherRules() {
    with.rules(
        RULE,
        CopyRule.named("other")
            .from("src")
            .prefix("o/")
            .to("dst", KeyMapper.replacePrefix("o/", "out/p/"))
            .build());
    with.putBoth("in/p/mine", "out/p/mine", "x");
    with.putBoth("o/theirs", "out/p/theirs", "x");
    for (Set<String> rules : List.of(Set.<String>of(), Set.of("r"))) {
      with.reconciler(Mode.RECONCILE)
          .prefix("in/p/")
          .rules(rules)
          .deleteLimit(new DeleteLimit(100, 1))
          .build()
          .run();
      assertThat(with.s3.bucket("dst").keys()).contains("out/p/theirs", "out/p/mine");
      assertThat(with.findings)
          .singleElement()
          .satisfies(f -> assertThat(f.unknownReason()).isEqualTo(UnknownReason.OTHER_RULE));
    }
  }

  @Test
  void verify_twoRulesWithOneReplica_areReported() {
    with.s3.createBucket("src2");
    with.rules(
        CopyRule.named("one").from("src").prefix("s/").to("dst", KeyMapper.same()).build(),
        CopyRule.named("two").from("src2").prefix("s/").to("dst", KeyMapper.same()).build());
    with.put("src", "s/k", "one");
    with.put("src2", "s/k", "two");
    with.put("dst", "s/k", "two");
    RunResult result = with.reconciler(Mode.VERIFY).build().run();
    assertThat(with.findings).hasSize(1);
    assertThat(with.findings.get(0).unknownReason()).isEqualTo(UnknownReason.SHARED_REPLICA);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }
}
