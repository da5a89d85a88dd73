package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests listings that fail over HTTP. Nothing is deleted, nothing is reported as equal, and no
 * false difference is reported.
 */
class ListingFaultsTest {

  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .to("dst", KeyMapper.replacePrefix("in/", "out/"))
          .on(EventKind.CREATED, EventKind.REMOVED)
          .build();

  private static final CopyRule FLAT =
      CopyRule.named("flat")
          .from("src")
          .prefix("in/")
          .to("dst", KeyMapper.oneToOne(KeyMapper.template("out/{filename}")))
          .on(EventKind.CREATED, EventKind.REMOVED)
          .build();

  private static final Map<String, Fault> FAULTS = new TreeMap<>();

  static {
    FAULTS.put("403", Fault.error(403, "AccessDenied"));
    FAULTS.put("404", Fault.error(404, "NoSuchBucket"));
    FAULTS.put("500", Fault.error(500, "InternalError"));
    FAULTS.put("503", Fault.error(503, "SlowDown"));
    FAULTS.put("error in 200", Fault.errorIn200("InternalError"));
    FAULTS.put("empty 200", Fault.empty200());
    FAULTS.put("cut body", Fault.truncated200());
    FAULTS.put("cut connection", Fault.reset());
  }

  private final Buckets with = new Buckets(RULE);

  @BeforeEach
  void plant() {
    with.pageSize(2);
    for (int i = 0; i < 9; i++) {
      with.putBoth("in/" + i, "out/" + i, "content of " + i);
    }
    with.put("dst", "out/4x", "extra");
    with.put("src", "in/5x", "missing");
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private static Fault fault(String name) {
    return Objects.requireNonNull(FAULTS.get(name));
  }

  static Stream<Arguments> faults() {
    return FAULTS.keySet().stream()
        .flatMap(
            fault ->
                Stream.of("src", "dst")
                    .flatMap(
                        bucket -> Stream.of(1, 3, 5).map(n -> Arguments.of(fault, bucket, n))));
  }

  /** Lets all listing requests fail from a given request on, so that all retries fail. */
  @ParameterizedTest
  @MethodSource("faults")
  void reconcile_listingFailsFromSomePageOn_nothingIsDeletedOrInvented(
      String fault, String bucket, int n) {
    for (CopyRule rule : List.of(RULE, FLAT)) {
      with.rules(rule);
      with.s3.clearFaults();
      int[] seen = {0};
      Predicate<RecordedRequest> listing =
          request ->
              request.operation().equals("ListObjectsV2")
                  && request.bucket().equals(bucket)
                  && ++seen[0] >= n;
      with.s3.always(listing, fault(fault));
      RunResult result =
          with.reconciler(Mode.RECONCILE)
              .listers(1)
              .deleteLimit(new DeleteLimit(100, 1))
              .build()
              .run();
      assertThat(result.isComplete()).isFalse();
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      assertThat(with.s3.bucket("dst").keys()).contains("out/4x").hasSizeBetween(10, 11);
      assertThat(with.findings)
          .extracting(Finding::verdict)
          .isSubsetOf(Verdict.EXTRA, Verdict.MISSING, Verdict.UNKNOWN);
      assertThat(with.verdicts().keySet()).isSubsetOf("in/4x", "in/5x", "-> out/4x");
      assertThat(result.total().unaccounted()).isZero();
      with.s3.client().deleteObject(r -> r.bucket("dst").key("out/5x"));
    }
  }

  static Stream<Arguments> passing() {
    return faults().filter(a -> !a.get()[0].equals("403") && !a.get()[0].equals("404"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void verify_listingFailsOnce_isRetried(String fault, String bucket, int n) {
    int[] seen = {0};
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals(bucket)
                && ++seen[0] == n,
        fault(fault));
    RunResult result = with.reconciler(Mode.VERIFY).listers(1).build().run();
    assertThat(with.verdicts()).isEqualTo(Map.of("in/4x", Verdict.EXTRA, "in/5x", Verdict.MISSING));
    assertThat(result.isComplete()).isTrue();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
  }

  @Test
  void reconcile_manyListers_findTheSame() {
    for (int listers : new int[] {1, 2, 8}) {
      RunResult result = with.reconciler(Mode.VERIFY).listers(listers).build().run();
      assertThat(with.verdicts())
          .isEqualTo(Map.of("in/4x", Verdict.EXTRA, "in/5x", Verdict.MISSING));
      assertThat(result.total().found()).isEqualTo(11);
    }
    assertThat(with.s3.requests())
        .filteredOn(request -> request.operation().equals("ListObjectsV2"))
        .allSatisfy(
            request ->
                assertThat(request.query())
                    .containsEntry("encoding-type", "url")
                    .containsEntry("prefix", request.bucket().equals("src") ? "in/" : "out/"));
  }

  @Test
  void reconcile_sourceIsEmpty_deletesNothing() {
    for (String key : with.s3.bucket("src").keys()) {
      with.s3.client().deleteObject(r -> r.bucket("src").key(key));
    }
    RunResult result =
        with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(with.s3.bucket("dst").keys()).hasSize(10);
    assertThat(with.findings)
        .hasSize(10)
        .allSatisfy(f -> assertThat(f.message()).contains("no source was found at all"));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
  }

  @Test
  void reconcile_moreExtrasThanTheLimits_deletesNone() {
    with.put("dst", "out/extra", "extra");
    for (DeleteLimit limit : List.of(new DeleteLimit(1, 1), new DeleteLimit(100, 0.1))) {
      RunResult result = with.reconciler(Mode.RECONCILE).deleteLimit(limit).build().run();
      assertThat(with.s3.bucket("dst").keys()).contains("out/4x", "out/extra");
      assertThat(with.findings)
          .filteredOn(f -> f.verdict() == Verdict.EXTRA)
          .hasSize(2)
          .allSatisfy(f -> assertThat(f.message()).contains("delete limit"));
      assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
      assertThat(result.total().differencesLeft()).isEqualTo(2);
    }
    with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(2, 0.5)).build().run();
    assertThat(with.s3.bucket("dst").keys()).doesNotContain("out/4x", "out/extra");
  }

  @Test
  void reconcile_ruleDoesNotDelete_extrasAreReportedAndNoDifference() {
    with.rules(
        CopyRule.named("r")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.replacePrefix("in/", "out/"))
            .build());
    RunResult result =
        with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(with.verdicts()).containsEntry("in/4x", Verdict.EXTRA);
    assertThat(with.s3.bucket("dst").keys()).contains("out/4x");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
  }

  @Test
  void reconcile_sourceAppearsBeforeTheDelete_isCopiedInsteadOfDeleted() {
    // The third request for this key is made by the delete itself.
    int[] seen = {0};
    with.s3.always(
        request ->
            request.operation().equals("HeadObject")
                && "in/4x".equals(request.key())
                && ++seen[0] == 3,
        Fault.first(() -> with.put("src", "in/4x", "back again")));
    with.reconciler(Mode.RECONCILE).deleteLimit(new DeleteLimit(100, 1)).build().run();
    assertThat(with.s3.bucket("dst").keys()).contains("out/4x");
    assertThat(with.s3.sameContent("src", "in/4x", "dst", "out/4x")).isTrue();
  }
}
