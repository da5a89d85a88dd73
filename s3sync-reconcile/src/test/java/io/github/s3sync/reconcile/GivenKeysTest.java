package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.KeyComparison;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.InvalidInputException;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.reconcile.report.CsvReport;
import io.github.s3sync.reconcile.report.JsonReport;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Compares and repairs objects whose keys are given. */
class GivenKeysTest {

  private static final DeleteLimit ANY = new DeleteLimit(1_000, 1);

  private final Buckets buckets = new Buckets(rule("r", "in/", "out/{key}"));

  private static CopyRule rule(String name, String prefix, String key) {
    return CopyRule.named(name)
        .from("src")
        .prefix(prefix)
        .on(EventKind.CREATED, EventKind.REMOVED)
        .to("dst", KeyMapper.template(key))
        .build();
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private static KeySource source(GivenKey... keys) {
    Iterator<GivenKey> each = Arrays.asList(keys).iterator();
    return () -> each.hasNext() ? each.next() : null;
  }

  /** Returns the keys of sources, without a bucket. */
  static KeySource keys(String... keys) {
    return source(Stream.of(keys).map(key -> GivenKey.source(null, key)).toArray(GivenKey[]::new));
  }

  private static FlowResult withoutRule(RunResult result) {
    return Objects.requireNonNull(result.flows().get(KeyComparison.NO_RULE));
  }

  private static GivenKey replica(String key) {
    return new GivenKey(null, null, "dst", key, "r");
  }

  private RunResult run(Mode mode, KeySource keys) {
    RunResult result =
        buckets.reconciler(mode).deleteLimit(ANY).keys(keys).reportAll().build().run();
    assertThat(result.total().unaccounted()).isZero();
    return result;
  }

  private void plant() {
    buckets.putBoth("in/same", "out/in/same", "same");
    buckets.put("src", "in/missing", "m");
    buckets.put("src", "in/bytes", "one");
    buckets.put("dst", "out/in/bytes", "two");
    buckets.put("src", "in/type", "c", r -> r.contentType("text/x"));
    buckets.put("dst", "out/in/type", "c");
    buckets.put("dst", "out/in/extra", "x");
    buckets.put("src", "elsewhere/a", "e");
  }

  private static String[] planted() {
    return new String[] {
      "in/same", "in/missing", "in/bytes", "in/type", "in/extra", "elsewhere/a", "in/nowhere"
    };
  }

  @Test
  void verify_plantedFaults_areFoundWithoutListingTheBuckets() {
    plant();
    RunResult result = run(Mode.VERIFY, keys(planted()));
    assertThat(buckets.verdicts())
        .containsEntry("in/same", Verdict.SAME)
        .containsEntry("in/missing", Verdict.MISSING)
        .containsEntry("in/bytes", Verdict.DIFFERS)
        .containsEntry("in/type", Verdict.DIFFERS)
        .containsEntry("in/extra", Verdict.EXTRA)
        .containsEntry("elsewhere/a", Verdict.EXCLUDED)
        .containsEntry("in/nowhere", Verdict.EXCLUDED)
        .hasSize(7);
    assertThat(result.total().found()).isEqualTo(7);
    assertThat(withoutRule(result).tally().count(Verdict.EXCLUDED)).isEqualTo(1);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(buckets.s3.operations()).doesNotContain("CopyObject");
    assertThat(buckets.s3.requests())
        .as("only the keys of sources that were not found are listed")
        .filteredOn(request -> request.operation().startsWith("List"))
        .extracting(request -> request.query().get("prefix"))
        .containsExactlyInAnyOrder("in/extra", "in/nowhere");
  }

  @Test
  void reconcile_plantedFaults_areRepaired() {
    plant();
    assertThat(run(Mode.RECONCILE, keys(planted())).exitCode()).isZero();
    assertThat(buckets.s3.bucket("dst").keys())
        .containsExactly("out/in/bytes", "out/in/missing", "out/in/same", "out/in/type");
    assertThat(run(Mode.VERIFY, keys(planted())).total().differencesLeft()).isZero();
  }

  @Test
  void backfill_neverDeletes() {
    plant();
    assertThat(run(Mode.BACKFILL, keys(planted())).exitCode()).isZero();
    assertThat(buckets.s3.bucket("dst").keys()).contains("out/in/extra", "out/in/missing");
    assertThat(buckets.s3.operations()).doesNotContain("DeleteObject");
  }

  @Test
  void backfill_all_copiesWithoutALook() {
    plant();
    buckets.reconciler(Mode.BACKFILL).copyAll().keys(keys("in/same", "in/nowhere")).build().run();
    assertThat(buckets.finding("in/same").action()).isEqualTo(Action.COPIED);
    assertThat(buckets.finding("in/nowhere").action()).isEqualTo(Action.NOT_NEEDED);
  }

  @Test
  void reconcile_replicaOfAReport_isDeletedOnlyIfItsSourceIsGone() {
    plant();
    run(Mode.RECONCILE, source(replica("out/in/extra"), replica("out/in/same")));
    assertThat(buckets.verdicts())
        .containsEntry("in/extra", Verdict.EXTRA)
        .containsEntry("in/same", Verdict.SAME);
    assertThat(buckets.s3.bucket("dst").keys())
        .contains("out/in/same")
        .doesNotContain("out/in/extra");
  }

  @Test
  void reconcile_sourceAppearsBeforeTheDelete_isCopiedInstead() {
    plant();
    buckets.s3.clearRequests();
    KeySource keys = keys("in/extra");
    // The source is written after its absence was seen, and before the delete.
    KeySource slow =
        () -> {
          GivenKey key = keys.next();
          if (key == null) {
            awaitLook();
            buckets.put("src", "in/extra", "new");
          }
          return key;
        };
    run(Mode.RECONCILE, slow);
    assertThat(buckets.s3.sameContent("src", "in/extra", "dst", "out/in/extra")).isTrue();
  }

  private void awaitLook() {
    while (buckets.s3.operations().stream().filter("HeadObject"::equals).count() < 4) {
      Thread.onSpinWait();
    }
  }

  @Test
  void reconcile_limits_apply() {
    plant();
    for (int i = 0; i < 5; i++) {
      buckets.put("dst", "out/in/x" + i, "x");
    }
    String[] extras = {"in/x0", "in/x1", "in/x2", "in/x3", "in/x4", "in/same"};
    for (DeleteLimit limit : List.of(new DeleteLimit(4, 1), new DeleteLimit(100, 0.5))) {
      RunResult result =
          buckets.reconciler(Mode.RECONCILE).deleteLimit(limit).keys(keys(extras)).build().run();
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
      assertThat(buckets.findings)
          .filteredOn(finding -> finding.verdict() == Verdict.EXTRA)
          .hasSize(5)
          .allMatch(finding -> String.valueOf(finding.message()).contains("delete limit"));
    }
    assertThat(buckets.s3.operations()).doesNotContain("DeleteObject");
  }

  @Test
  void reconcile_sourceBucketWasEmptied_deletesNothing() {
    buckets.put("dst", "out/in/a", "x");
    RunResult result = run(Mode.RECONCILE, keys("in/a"));
    assertThat(buckets.finding("in/a").message()).contains("no source was found at all");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(buckets.s3.bucket("dst").keys()).hasSize(1);
  }

  @Test
  void reconcile_inputEndsWithAnError_deletesNothingAndIsIncomplete() {
    plant();
    Iterator<String> keys = List.of("in/missing", "in/extra").iterator();
    KeySource broken =
        () -> {
          if (keys.hasNext()) {
            return GivenKey.source(null, keys.next());
          }
          throw new InvalidInputException(3, "injected", null);
        };
    RunResult result = run(Mode.RECONCILE, broken);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(withoutRule(result).problems()).containsExactly("line 3: injected");
    assertThat(buckets.s3.bucket("dst").keys()).contains("out/in/missing", "out/in/extra");
  }

  @Test
  void reconcile_stopped_deletesNothing() {
    plant();
    Reconciler[] reconciler = new Reconciler[1];
    KeySource keys = keys("in/extra", "in/missing");
    reconciler[0] =
        buckets
            .reconciler(Mode.RECONCILE)
            .deleteLimit(ANY)
            .keys(
                () -> {
                  GivenKey key = keys.next();
                  if (key != null && Objects.equals(key.key(), "in/missing")) {
                    reconciler[0].stop();
                  }
                  return key;
                })
            .build();
    RunResult result = reconciler[0].run();
    assertThat(result.stopped()).isTrue();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(buckets.s3.bucket("dst").keys()).contains("out/in/extra");
  }

  @Test
  void verify_lookUpFails_isFailedAndTheRestIsCompared() {
    plant();
    buckets.s3.onNext("HeadObject", Fault.error(403, "AccessDenied"));
    buckets.reconciler(Mode.VERIFY).workers(1).keys(keys("in/same", "in/missing")).build().run();
    assertThat(buckets.verdicts())
        .containsEntry("in/same", Verdict.FAILED)
        .containsEntry("in/missing", Verdict.MISSING);
  }

  @Test
  void verify_keysThatNoRuleCanHave_areFailedOrExcluded() {
    RunResult result = run(Mode.VERIFY, keys("in/\uD800", "in/" + "x".repeat(1_022), "x\n\u0001"));
    assertThat(result.total().count(Verdict.FAILED)).isEqualTo(2);
    assertThat(result.total().count(Verdict.EXCLUDED)).isEqualTo(1);
  }

  @Test
  void verify_strangeKeys_areExact() {
    for (String key : List.of("in/a\nb", "in//", "in/ \t", "in/한글+%2B", "in/\u0001")) {
      buckets.putBoth(key, "out/" + key, "x");
      run(Mode.VERIFY, keys(key));
      assertThat(buckets.verdicts()).containsExactly(Map.entry(key, Verdict.SAME));
    }
  }

  @Test
  void verify_filters_excludeObjects() {
    plant();
    Instant later = Instant.now().plus(Duration.ofHours(1));
    buckets.reconciler(Mode.VERIFY).since(later).keys(keys("in/bytes", "in/extra")).build().run();
    assertThat(buckets.verdicts().values()).containsOnly(Verdict.EXCLUDED);
    buckets
        .reconciler(Mode.VERIFY)
        .prefix("in/m")
        .keys(keys("in/bytes", "in/missing"))
        .build()
        .run();
    assertThat(buckets.verdicts())
        .containsEntry("in/bytes", Verdict.EXCLUDED)
        .containsEntry("in/missing", Verdict.MISSING);
  }

  @Test
  void verify_youngDifference_isInFlight() {
    plant();
    buckets
        .reconciler(Mode.VERIFY)
        .settle(Duration.ofHours(1))
        .keys(keys("in/missing"))
        .build()
        .run();
    assertThat(buckets.finding("in/missing").verdict()).isEqualTo(Verdict.IN_FLIGHT);
  }

  @Test
  void verify_severalRules_eachIsComparedAndAReportNamesOne() {
    buckets.rules(rule("r", "in/", "out/{key}"), rule("s", "in/", "second/{key}"));
    buckets.putBoth("in/a", "out/in/a", "x");
    RunResult result = buckets.reconciler(Mode.VERIFY).reportAll().keys(keys("in/a")).build().run();
    assertThat(buckets.findings)
        .extracting(Finding::rule, Finding::verdict)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("r", Verdict.SAME),
            org.assertj.core.groups.Tuple.tuple("s", Verdict.MISSING));
    assertThat(result.flows()).hasSize(2);
    run(Mode.VERIFY, source(new GivenKey("src", "in/a", "dst", "old/in/a", "s")));
    assertThat(buckets.findings).extracting(Finding::rule).containsExactly("s");
    run(Mode.VERIFY, source(new GivenKey("src", "in/a", null, null, "renamed")));
    assertThat(buckets.findings).hasSize(2);
  }

  @Test
  void verify_date_isThatOfTheSource() {
    buckets.rules(
        CopyRule.named("d").from("src").to("dst", KeyMapper.template("{date:yyyy}/{key}")).build());
    buckets.put("src", "a", "x");
    buckets.reconciler(Mode.BACKFILL).keys(keys("a", "gone")).build().run();
    assertThat(buckets.finding("a").action()).isEqualTo(Action.COPIED);
    run(Mode.VERIFY, keys("a"));
    assertThat(buckets.finding("a").verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void reconcile_sourceCannotBeDerivedFromItsReplica_isNeverDeleted() {
    buckets.rules(CopyRule.named("f").from("src").to("dst", KeyMapper.flatten("flat/")).build());
    buckets.put("src", "b/x", "x");
    buckets.put("dst", "flat/x", "x");
    run(Mode.RECONCILE, keys("a/x"));
    assertThat(buckets.finding("a/x").verdict()).isEqualTo(Verdict.EXCLUDED);
    assertThat(buckets.s3.bucket("dst").keys()).hasSize(1);
  }

  private void flat(String replicaKey) {
    buckets.rules(
        CopyRule.named("f").from("src").to("dst", KeyMapper.template(replicaKey)).build());
  }

  private RunResult backfill(KeySource keys) {
    return buckets.reconciler(Mode.BACKFILL).workers(0).keys(keys).build().run();
  }

  /** Returns the report of a verification, as JSON and as CSV. */
  private List<String> reports() throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    StringBuilder csv = new StringBuilder();
    buckets.reconciler(Mode.VERIFY).build().run();
    try (JsonReport one = new JsonReport(json);
        CsvReport other = new CsvReport(csv)) {
      buckets.findings.forEach(one::onFinding);
      buckets.findings.forEach(other::onFinding);
    }
    return List.of(json.toString(StandardCharsets.UTF_8), csv.toString());
  }

  private static KeySource report(String text) {
    return KeySource.report(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void backfill_sharedReplicasOfAReport_areReportedAgainAndNotCopied() throws IOException {
    flat("bdp/{filename}");
    buckets.put("src", "a/x", "a");
    buckets.put("src", "b/x", "b");
    buckets.put("src", "c", "c");
    for (String report : reports()) {
      RunResult result = backfill(report(report));
      assertThat(buckets.findings)
          .filteredOn(finding -> finding.unknownReason() == UnknownReason.SHARED_REPLICA)
          .extracting(Buckets::sourceKey)
          .containsExactlyInAnyOrder("a/x", "b/x");
      assertThat(buckets.s3.bucket("dst").keys()).containsExactly("bdp/c");
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      buckets.reconciler(Mode.BACKFILL).copyAll().keys(report(report)).build().run();
      assertThat(buckets.s3.bucket("dst").keys()).containsExactly("bdp/c");
    }
  }

  @Test
  void backfill_sharedReplicasOfAReport_areComparedAfterTheRuleWasCorrected() throws IOException {
    flat("bdp/{filename}");
    buckets.put("src", "a/x", "a");
    buckets.put("src", "b/x", "b");
    List<String> reports = reports();
    for (String corrected : List.of("bdp/{key}", "other/{key}", "b/{key}/{filename}")) {
      flat(corrected);
      for (String report : reports) {
        assertThat(backfill(report(report)).exitCode()).isZero();
      }
    }
    assertThat(buckets.s3.bucket("dst").keys())
        .containsExactly("b/a/x/x", "b/b/x/x", "bdp/a/x", "bdp/b/x", "other/a/x", "other/b/x");
  }

  @Test
  void backfill_twoGivenSourcesWithOneReplica_theSecondIsReportedAndNotCopied() {
    flat("bdp/{filename}");
    buckets.put("src", "a/x", "a");
    buckets.put("src", "b/x", "b");
    for (int i = 0; i < 2; i++) {
      RunResult result = backfill(keys("gone/x", "a/x", "b/x", "a/x", "nowhere"));
      assertThat(buckets.finding("b/x").unknownReason()).isEqualTo(UnknownReason.SHARED_REPLICA);
      assertThat(buckets.s3.sameContent("src", "a/x", "dst", "bdp/x")).isTrue();
      assertThat(result.total().count(Verdict.UNKNOWN)).isEqualTo(1);
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    }
    buckets.reconciler(Mode.BACKFILL).workers(0).copyAll().keys(keys("b/x", "a/x")).build().run();
    assertThat(buckets.finding("a/x").unknownReason()).isEqualTo(UnknownReason.SHARED_REPLICA);
    assertThat(buckets.s3.sameContent("src", "b/x", "dst", "bdp/x")).isTrue();
  }

  @Test
  void backfill_moreGivenKeysThanTheMemoryHolds_areFailedAndNotCopied() {
    flat("bdp/{filename}");
    String[] keys = IntStream.range(0, 2_000).mapToObj(i -> i + "/x" + i).toArray(String[]::new);
    for (String key : keys) {
      buckets.s3.putSynthetic("src", key, 1, Map.of());
    }
    RunResult result =
        buckets.reconciler(Mode.BACKFILL).dryRun().tableBytes(1).keys(keys(keys)).build().run();
    assertThat(result.total().count(Verdict.FAILED)).isPositive();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(buckets.findings)
        .filteredOn(finding -> finding.verdict() == Verdict.FAILED)
        .allMatch(finding -> String.valueOf(finding.message()).contains("tableBytes"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void verify_anyNumberOfWorkers_findsTheSame(int workers) {
    plant();
    buckets.reconciler(Mode.VERIFY).workers(workers).keys(keys(planted())).build().run();
    assertThat(buckets.verdicts()).containsEntry("in/missing", Verdict.MISSING).hasSize(6);
  }

  /** The client of the source bucket cannot be chosen, so that no key can be looked up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void verify_noClient_eachKeyIsFailed(int workers) {
    plant();
    S3Clients none =
        new S3Clients() {
          @Override
          public S3Client source(CopyPlan plan) {
            throw new IllegalStateException("no client today");
          }

          @Override
          public S3Client destination(CopyPlan plan) {
            return buckets.s3.client();
          }
        };
    RunResult result =
        Reconciler.builder(Mode.VERIFY, buckets.rules(), none)
            .workers(workers)
            .listener(buckets.findings::add)
            .keys(
                source(
                    GivenKey.source(null, "in/same"),
                    GivenKey.source(null, "in/missing"),
                    replica("out/in/extra")))
            .build()
            .run();
    assertThat(result.total().count(Verdict.FAILED)).isEqualTo(3);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(buckets.findings)
        .hasSize(3)
        .allMatch(finding -> String.valueOf(finding.message()).contains("no client today"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void verify_listenerThatFails_failsTheRun(int workers) {
    plant();
    for (Throwable problem : List.of(new IllegalStateException("full"), new Error("full"))) {
      Reconciler reconciler =
          buckets
              .reconciler(Mode.VERIFY)
              .workers(workers)
              .listener(
                  finding -> {
                    if (problem instanceof Error error) {
                      throw error;
                    }
                    throw (RuntimeException) problem;
                  })
              .keys(keys(planted()))
              .build();
      assertThatThrownBy(reconciler::run).isSameAs(problem);
    }
  }

  @Test
  void backfill_allWithATimeFilter_copiesOnlyTheSourcesOfThatTime() {
    plant();
    Instant later = Instant.now().plus(Duration.ofHours(1));
    KeySource keys = keys("in/same", "in/missing");
    buckets.reconciler(Mode.BACKFILL).copyAll().since(later).keys(keys).build().run();
    assertThat(buckets.verdicts().values()).containsOnly(Verdict.EXCLUDED);
    assertThat(buckets.s3.operations()).doesNotContain("CopyObject");
    keys = keys("in/same", "in/nowhere");
    buckets.reconciler(Mode.BACKFILL).copyAll().until(later).keys(keys).build().run();
    assertThat(buckets.finding("in/same").action()).isEqualTo(Action.COPIED);
    assertThat(buckets.finding("in/nowhere").action()).isEqualTo(Action.NOT_NEEDED);
  }

  @Test
  void reconcile_sourcesCannotBeListed_deletesNothingAndNamesTheProblem() {
    plant();
    buckets.s3.always(
        request -> "in/".equals(request.query().get("prefix")), Fault.error(403, "AccessDenied"));
    run(Mode.RECONCILE, source(replica("out/in/extra")));
    assertThat(buckets.finding("in/extra").message())
        .contains("not deleted")
        .contains("ListObjectsV2")
        .contains("AccessDenied")
        .doesNotContain("no source was found");
    assertThat(buckets.s3.bucket("dst").keys()).contains("out/in/extra");
  }
}
