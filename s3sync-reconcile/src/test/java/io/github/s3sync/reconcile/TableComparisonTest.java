package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests rules whose replicas are not in the order of their sources. */
class TableComparisonTest {

  private final Buckets with = new Buckets();

  @AfterEach
  void stop() {
    with.close();
  }

  private void flat(EventKind... kinds) {
    with.pageSize(2);
    with.rules(
        CopyRule.named("flat")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.flatten("out/"))
            .on(EventKind.CREATED, kinds)
            .build());
    for (String key : new String[] {"in/z/a", "in/y/b", "in/x/c", "in/w/\uD83D\uDE00", "in/v/ "}) {
      with.putBoth(key, "out/" + key.substring(5), "content of " + key);
    }
    with.put("src", "in/missing", "m");
    with.put("src", "in/q/differs", "d");
    with.put("dst", "out/differs", "e");
    with.put("dst", "out/stranger", "x");
    with.put("dst", "out/y/b", "x");
  }

  @ParameterizedTest
  @EnumSource
  void verify_flatten_findsWhatDiffers(Level level) {
    flat();
    RunResult result = with.reconciler(Mode.VERIFY).level(level).build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/missing", Verdict.MISSING, "in/q/differs", Verdict.DIFFERS));
    assertThat(result.total().found()).isEqualTo(9);
    assertThat(result.total().count(Verdict.SAME)).isEqualTo(5);
    assertThat(result.total().count(Verdict.EXCLUDED)).isEqualTo(2);
    assertThat(result.total().unaccounted()).isZero();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
  }

  @Test
  void reconcile_flatten_isRepaired() {
    flat();
    RunResult result = with.reconciler(Mode.RECONCILE).build().run();
    assertThat(with.findings).extracting(Finding::action).containsOnly(Action.COPIED);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertThat(with.s3.sameContent("src", "in/q/differs", "dst", "out/differs")).isTrue();
    with.reconciler(Mode.VERIFY).level(Level.TAGS).build().run();
    assertThat(with.findings).isEmpty();
    assertThat(with.s3.bucket("dst").keys()).contains("out/stranger");
  }

  @Test
  void verify_twoSourcesWithOneReplica_areReportedAndNotCopied() {
    flat();
    with.put("src", "in/other/a", "another");
    with.put("src", "in/1/new", "one");
    with.put("src", "in/2/new", "two");
    for (Mode mode : Mode.values()) {
      RunResult result = with.reconciler(mode).build().run();
      assertThat(with.findings)
          .filteredOn(f -> f.unknownReason() == UnknownReason.SHARED_REPLICA)
          .extracting(Buckets::sourceKey)
          .containsExactlyInAnyOrder("in/z/a", "in/other/a", "in/1/new", "in/2/new");
      assertThat(with.s3.bucket("dst").keys()).doesNotContain("out/new");
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      assertThat(result.total().unaccounted()).isZero();
    }
  }

  @Test
  void backfillAll_twoSourcesWithOneReplica_areReportedAndNotCopied() {
    flat();
    with.put("src", "in/1/new", "one");
    with.put("src", "in/2/new", "two");
    RunResult result = with.reconciler(Mode.BACKFILL).copyAll().build().run();
    assertThat(with.findings)
        .filteredOn(f -> f.unknownReason() == UnknownReason.SHARED_REPLICA)
        .extracting(Buckets::sourceKey)
        .containsExactlyInAnyOrder("in/1/new", "in/2/new");
    assertThat(with.s3.bucket("dst").keys()).doesNotContain("out/new");
    assertThat(result.total().count(Action.COPIED)).isEqualTo(7);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.total().unaccounted()).isZero();
  }

  @Test
  void backfillAll_sourcesOfTwoRulesWithOneReplica_areReportedAndNotCopied() {
    with.rules(
        CopyRule.named("a")
            .from("src")
            .prefix("a/")
            .to("dst", KeyMapper.replacePrefix("a/", ""))
            .build(),
        CopyRule.named("b")
            .from("src")
            .prefix("b/")
            .to("dst", KeyMapper.replacePrefix("b/", ""))
            .build());
    with.put("src", "a/x", "one");
    with.put("src", "b/x", "two");
    with.put("src", "b/y", "only");
    RunResult result = with.reconciler(Mode.BACKFILL).copyAll().build().run();
    assertThat(with.findings)
        .filteredOn(f -> f.unknownReason() == UnknownReason.SHARED_REPLICA)
        .extracting(Buckets::sourceKey)
        .containsExactlyInAnyOrder("a/x", "b/x");
    assertThat(with.s3.bucket("dst").keys()).containsExactly("y");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }

  @Test
  void backfillAll_moreSourcesThanTheMemoryHolds_copiesOnlyIfSourcesCanBeDerived() {
    for (int i = 0; i < 4_000; i++) {
      with.s3.putSynthetic("src", "in/" + i, 1, Map.of());
    }
    with.rules(CopyRule.named("flat").from("src").to("dst", KeyMapper.flatten("out/")).build());
    ReconcilerBuilder builder = with.reconciler(Mode.BACKFILL).copyAll().tableBytes(1000);
    RunResult result = builder.build().run();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.flows().values())
        .allSatisfy(
            f -> assertThat(f.problems()).singleElement().asString().contains("tableBytes"));
    assertThat(with.s3.bucket("dst").keys()).isEmpty();
    with.rules(CopyRule.named("under").from("src").to("dst", KeyMapper.under("out/")).build());
    result = with.reconciler(Mode.BACKFILL).copyAll().dryRun().tableBytes(1000).build().run();
    assertThat(result.isComplete()).isTrue();
    assertThat(result.total().count(Action.WOULD_COPY)).isEqualTo(4_000);
  }

  @Test
  void verify_ruleThatDeletes_replicasOfUnknownSourcesAreUnknown() {
    with.rules(
        CopyRule.named("regex")
            .from("src")
            .to(
                "dst",
                KeyMapper.oneToOne(
                    KeyMapper.template("{2}/{1}", Pattern.compile("([^/]*)/([^/]*)"))))
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
    with.putBoth("a/b", "b/a", "x");
    with.put("dst", "stranger", "x");
    RunResult result = with.reconciler(Mode.RECONCILE).build().run();
    assertThat(with.findings)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.replica()).isEqualTo(new ObjectRef("dst", "stranger"));
              assertThat(f.unknownReason()).isEqualTo(UnknownReason.SOURCE_NOT_DERIVABLE);
            });
    assertThat(with.s3.bucket("dst").keys()).contains("stranger");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }

  /** The source was not listed when the table was made, and is listed at the end. */
  @Test
  void verify_sourceWrittenBetweenTheListings_isReportedOnce() {
    flat();
    with.rules(
        CopyRule.named("r")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.replacePrefix("in/", "out/"))
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
    boolean[] done = {false};
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals("dst")
                && !done[0],
        Fault.first(
            () -> {
              done[0] = true;
              with.put("src", "in/stranger", "late");
            }));
    RunResult result = with.reconciler(Mode.VERIFY).unordered().listers(1).build().run();
    assertThat(with.findings)
        .filteredOn(f -> f.replica() != null && f.replica().key().equals("out/stranger"))
        .singleElement()
        .satisfies(f -> assertThat(f.verdict()).isEqualTo(Verdict.DIFFERS));
    assertThat(result.total().unaccounted()).isZero();
  }

  /** Has a source written when the replicas are listed, after the first listing of the sources. */
  private void writtenLate(String key, String content) {
    boolean[] done = {false};
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals("dst")
                && !done[0],
        Fault.first(
            () -> {
              done[0] = true;
              with.put("src", key, content);
            }));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void backfill_sourceOfAReplicaThatShowsNoSourceIsWrittenLate_isCopied(boolean all) {
    flat();
    with.rules(
        CopyRule.named("flat")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.flatten("out/"))
            .build());
    writtenLate("in/z/stranger", "late");
    ReconcilerBuilder builder = with.reconciler(Mode.BACKFILL).listers(1);
    RunResult result = (all ? builder.reportAll() : builder).build().run();
    assertThat(with.finding("in/z/stranger").action()).isEqualTo(Action.COPIED);
    assertThat(with.s3.sameContent("src", "in/z/stranger", "dst", "out/stranger")).isTrue();
    assertThat(result.total().unaccounted()).isZero();
  }

  @Test
  void reconcile_sourceOfAReplicaOfAnotherSizeIsWrittenLate_isCopied() {
    with.rules(
        CopyRule.named("small")
            .from("src")
            .to("dst", KeyMapper.replacePrefix("", "out/"))
            .maxSizeBytes(10)
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
    with.putBoth("a", "out/a", "a");
    with.put("dst", "out/b", "larger than the rule allows");
    writtenLate("b", "small");
    RunResult result = with.reconciler(Mode.RECONCILE).unordered().listers(1).build().run();
    assertThat(with.s3.sameContent("src", "b", "dst", "out/b")).isTrue();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
  }

  @Test
  void verify_manyObjectsThatHaveNoSource_needNoMemory() {
    flat();
    // A table of this size holds no source.
    for (String key : with.s3.bucket("src").keys()) {
      with.s3.client().deleteObject(r -> r.bucket("src").key(key));
    }
    for (int i = 0; i < 4_000; i++) {
      with.s3.putSynthetic("dst", "out/" + i, 1, Map.of());
    }
    with.pageSize(1000);
    RunResult result = with.reconciler(Mode.VERIFY).tableBytes(1000).build().run();
    assertThat(result.isComplete()).as(result.toString()).isTrue();
    assertThat(result.total().found()).isEqualTo(with.s3.bucket("dst").keys().size());
  }

  @Test
  void backfill_dateInTheReplicasKey_isThatOfTheSource() {
    with.rules(
        CopyRule.named("dated").from("src").to("dst", "{date:yyyy/MM/dd}/{filename}").build());
    with.put("src", "a/b", "x");
    String day =
        DateTimeFormatter.ofPattern("yyyy/MM/dd")
            .withZone(ZoneOffset.UTC)
            .format(with.s3.client().headObject(r -> r.bucket("src").key("a/b")).lastModified());
    with.reconciler(Mode.BACKFILL).build().run();
    assertThat(with.s3.bucket("dst").keys()).containsExactly(day + "/b");
    assertThat(with.reconciler(Mode.VERIFY).build().run().exitCode())
        .isEqualTo(RunResult.EXIT_EQUAL);
  }

  @Test
  void verify_filterOrMappingThatFails_isReported() {
    with.rules(
        CopyRule.named("picky")
            .from("src")
            .to(
                "dst",
                source -> {
                  if (source.key().equals("bad")) {
                    throw new IllegalStateException("not this one");
                  }
                  return "x/" + source.key();
                })
            .build());
    with.putBoth("good", "x/good", "g");
    with.put("src", "bad", "b");
    RunResult result = with.reconciler(Mode.VERIFY).build().run();
    assertThat(with.verdicts()).isEqualTo(Map.of("bad", Verdict.FAILED));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.total().unaccounted()).isZero();
  }

  @Test
  void verify_moreKeysThanTheMemoryHolds_saysSo() {
    flat();
    for (int i = 0; i < 4_000; i++) {
      with.s3.putSynthetic("src", "in/" + i, 1, Map.of());
    }
    with.pageSize(1000);
    RunResult result = with.reconciler(Mode.VERIFY).tableBytes(1000).build().run();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.flows().values())
        .singleElement()
        .satisfies(
            flow -> assertThat(flow.problems()).singleElement().asString().contains("tableBytes"));
  }
}
