package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.reconcile.report.JsonReport;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares stores that list objects that they do not find by their keys. Such an object is neither
 * equal nor in flight, and its replica is never deleted.
 */
class NotFoundByKeyTest {

  private static final String GHOST = "in/ghost";

  private enum Mapping {
    ORDERED,
    TABLE;

    KeyMapper mapper() {
      return this == ORDERED
          ? KeyMapper.under("out/")
          : KeyMapper.oneToOne(KeyMapper.template("table/{basename}-{path}{extension}"));
    }

    String replicaOf(String name) {
      return this == ORDERED ? "out/in/" + name : "table/" + name + "-in/";
    }
  }

  private final Buckets with = new Buckets();

  @AfterEach
  void stop() {
    with.close();
  }

  private void rule(Mapping mapping) {
    onlyRule(mapping);
    for (int i = 0; i < 5; i++) {
      with.putBoth("in/" + i, mapping.replicaOf("" + i), "content of " + i);
    }
  }

  private void onlyRule(Mapping mapping) {
    with.pageSize(3);
    with.rules(
        CopyRule.named("r")
            .from("src")
            .prefix("in/")
            .to("dst", mapping.mapper())
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
  }

  /** Lets the store list an object that no request finds by its key. */
  private void ghost(String bucket, String key) {
    with.s3.always(
        request ->
            (request.bucket().equals(bucket)
                    && request.key().equals(key)
                    && (request.operation().equals("HeadObject")
                        || request.operation().equals("GetObject")))
                || isCopyOf(request, bucket + "/" + key),
        Fault.error(404, "NoSuchKey"));
  }

  private static boolean isCopyOf(RecordedRequest request, String source) {
    return request.headers().getOrDefault("x-amz-copy-source", "").endsWith(source);
  }

  private ReconcilerBuilder reconciler(Mode mode) {
    return with.reconciler(mode).deleteLimit(new DeleteLimit(100, 1));
  }

  private void assertUnknown(RunResult result, String key) {
    assertThat(with.finding(key))
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
              assertThat(finding.unknownReason()).isEqualTo(UnknownReason.NOT_FOUND_BY_KEY);
              assertThat(finding.action()).isEqualTo(Action.NONE);
              assertThat(finding.message())
                  .contains("the source is listed, but no object is found");
            });
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.total().unaccounted()).isZero();
    assertThat(result.total().unsure()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void sourceListedAndNotFound_replicaMissing_isUnknownInEachMode(Mapping mapping) {
    rule(mapping);
    with.put("src", GHOST, "lost");
    ghost("src", GHOST);
    for (Mode mode : Mode.values()) {
      assertUnknown(reconciler(mode).build().run(), GHOST);
      assertThat(with.findings).as("%s", mode).hasSize(1);
    }
    assertUnknown(reconciler(Mode.BACKFILL).copyAll().build().run(), GHOST);
    assertThat(with.s3.bucket("dst").keys()).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource
  void sourceListedAndNotFound_replicaExists_isUnknownAndKept(Mapping mapping) {
    rule(mapping);
    with.put("src", GHOST, "lost");
    with.put("dst", mapping.replicaOf("ghost"), "the last copy");
    ghost("src", GHOST);
    for (Mode mode : Mode.values()) {
      for (Level level : Level.values()) {
        assertUnknown(reconciler(mode).level(level).build().run(), GHOST);
      }
    }
    assertUnknown(reconciler(Mode.BACKFILL).copyAll().build().run(), GHOST);
    assertThat(with.s3.operations()).doesNotContain("DeleteObject");
    assertThat(with.s3.bucket("dst").keys()).contains(mapping.replicaOf("ghost"));
  }

  private static KeySource keys(GivenKey... keys) {
    Iterator<GivenKey> each = Arrays.asList(keys).iterator();
    return () -> each.hasNext() ? each.next() : null;
  }

  @ParameterizedTest
  @EnumSource
  void sourceGivenListedAndNotFound_isUnknownAndItsReplicaIsKept(Mapping mapping) {
    rule(mapping);
    for (boolean replica : new boolean[] {false, true}) {
      with.put("src", GHOST, "lost");
      if (replica) {
        with.put("dst", mapping.replicaOf("ghost"), "the last copy");
      }
      ghost("src", GHOST);
      for (Mode mode : Mode.values()) {
        KeySource keys = keys(GivenKey.source(null, GHOST), GivenKey.source(null, "in/1"));
        assertUnknown(reconciler(mode).keys(keys).build().run(), GHOST);
      }
      KeySource keys = keys(GivenKey.source(null, GHOST));
      assertUnknown(reconciler(Mode.BACKFILL).copyAll().keys(keys).build().run(), GHOST);
    }
    assertThat(with.s3.bucket("dst").keys()).contains(mapping.replicaOf("ghost"));
  }

  @Test
  void requests_ofTheListing_areCountedAndBounded() {
    rule(Mapping.ORDERED);
    with.put("src", GHOST, "lost");
    ghost("src", GHOST);
    with.s3.clearRequests();
    RunResult result = reconciler(Mode.VERIFY).build().run();
    // One request finds the Region of the source bucket, and is not about the object.
    long looks = with.s3.operations().stream().filter(o -> o.startsWith("Head")).count() - 1;
    assertThat(with.s3.requests())
        .filteredOn(request -> GHOST.equals(request.query().get("prefix")))
        .hasSize(1);
    assertThat(with.finding(GHOST).requests()).isEqualTo((int) looks + 1);
    assertThat(result.total().requests()).isEqualTo(looks + 1);
  }

  @ParameterizedTest
  @EnumSource
  void sourceDeletedMeanwhile_isInFlight(Mapping mapping) {
    rule(mapping);
    with.put("src", "in/gone", "x");
    deleteBeforeTheFirstLook("in/gone");
    RunResult result = reconciler(Mode.VERIFY).build().run();
    assertThat(with.finding("in/gone").verdict()).isEqualTo(Verdict.IN_FLIGHT);
    assertThat(result.exitCode()).isZero();

    with.s3.clearFaults();
    deleteBeforeItsCopy("in/gone");
    for (boolean all : new boolean[] {false, true}) {
      with.put("src", "in/gone", "x");
      ReconcilerBuilder backfill = reconciler(Mode.BACKFILL);
      result = (all ? backfill.copyAll() : backfill).build().run();
      assertThat(with.finding("in/gone").verdict()).isEqualTo(Verdict.IN_FLIGHT);
      assertThat(result.total().unsure()).isZero();
    }
  }

  private void deleteBeforeItsCopy(String key) {
    with.s3.always(request -> isCopyOf(request, "src/" + key), Fault.first(() -> delete(key)));
  }

  private void delete(String key) {
    with.s3.client().deleteObject(r -> r.bucket("src").key(key));
  }

  private void deleteBeforeTheFirstLook(String key) {
    AtomicInteger looks = new AtomicInteger();
    with.s3.always(
        request -> request.operation().equals("HeadObject") && request.key().equals(key),
        Fault.first(
            () -> {
              if (looks.incrementAndGet() == 1) {
                delete(key);
              }
            }));
  }

  @Test
  void sourceWrittenAgainBeforeTheListing_isComparedAgain() {
    rule(Mapping.ORDERED);
    with.put("src", "in/again", "x");
    deleteBeforeTheFirstLook("in/again");
    with.s3.always(
        request -> "in/again".equals(request.query().get("prefix")),
        Fault.first(() -> with.put("src", "in/again", "y")));
    reconciler(Mode.VERIFY).build().run();
    // It was deleted and is another object now.
    assertThat(with.finding("in/again").verdict()).isEqualTo(Verdict.IN_FLIGHT);
    KeySource keys = keys(GivenKey.source(null, "in/again"));
    deleteBeforeTheFirstLook("in/again");
    reconciler(Mode.VERIFY).keys(keys).build().run();
    assertThat(with.finding("in/again").verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void youngSource_isInFlightWithoutAListing() {
    rule(Mapping.ORDERED);
    with.put("src", GHOST, "lost");
    ghost("src", GHOST);
    RunResult result = reconciler(Mode.VERIFY).settle(Duration.ofHours(1)).build().run();
    assertThat(with.finding(GHOST).verdict()).isEqualTo(Verdict.IN_FLIGHT);
    assertThat(result.exitCode()).isZero();
    assertThat(with.s3.requests()).noneMatch(r -> GHOST.equals(r.query().get("prefix")));
  }

  @ParameterizedTest
  @EnumSource
  void listingOfTheKeyFails_isFailedWithItsReason(Mapping mapping) {
    rule(mapping);
    with.put("src", GHOST, "lost");
    ghost("src", GHOST);
    with.s3.always(
        request -> GHOST.equals(request.query().get("prefix")), Fault.error(403, "AccessDenied"));
    RunResult result = reconciler(Mode.RECONCILE).build().run();
    Finding finding = with.finding(GHOST);
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.failureReason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(finding.message()).contains("ListObjectsV2 s3://src/in/ghost");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    result = reconciler(Mode.RECONCILE).keys(keys(GivenKey.source(null, GHOST))).build().run();
    assertThat(with.finding(GHOST).failureReason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }

  @Test
  void replicaListedAndNotFound_isUnknown() {
    rule(Mapping.ORDERED);
    with.put("dst", "out/in/ghost", "x");
    ghost("dst", "out/in/ghost");
    RunResult result = reconciler(Mode.RECONCILE).build().run();
    assertThat(with.finding(GHOST).unknownReason()).isEqualTo(UnknownReason.NOT_FOUND_BY_KEY);
    assertThat(with.finding(GHOST).message()).contains("the replica is listed");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.total().unaccounted()).isZero();
  }

  @Test
  void replicaDeletedMeanwhile_isInFlight() {
    rule(Mapping.ORDERED);
    with.put("dst", "out/in/x", "x");
    with.s3.always(
        request -> request.operation().equals("HeadObject") && request.bucket().equals("dst"),
        Fault.first(() -> with.s3.client().deleteObject(r -> r.bucket("dst").key("out/in/x"))));
    assertThat(reconciler(Mode.RECONCILE).build().run().exitCode()).isZero();
    assertThat(with.finding("in/x").verdict()).isEqualTo(Verdict.IN_FLIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "50%", "\uD83D\uDE00", "a b/c~d"})
  void keysEncodedWithoutNotice_missingReplica_isUnknownInEachMode(String name) {
    for (Mapping mapping : Mapping.values()) {
      onlyRule(mapping);
      with.put("src", "in/" + name, "missing");
      with.rewrite(body -> body.replaceAll("<EncodingType>.*?</EncodingType>", ""));
      for (Mode mode : Mode.values()) {
        assertListedWrongly(reconciler(mode).build().run());
      }
      assertListedWrongly(reconciler(Mode.BACKFILL).copyAll().build().run());
      with.rewrite(body -> body);
    }
  }

  private void assertListedWrongly(RunResult result) {
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(with.findings)
        .filteredOn(
            finding -> finding.verdict() != Verdict.SAME && finding.verdict() != Verdict.FAILED)
        .filteredOn(finding -> finding.unknownReason() != UnknownReason.NOT_COMPARED)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.unknownReason()).isEqualTo(UnknownReason.NOT_FOUND_BY_KEY);
              assertThat(finding.message()).contains("--from keys:FILE");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "a+b"})
  void keysNotEncodedDespiteNotice_missingReplica_isUnknown(String name) {
    rule(Mapping.ORDERED);
    with.put("src", "in/" + name, "missing");
    with.rewrite(
        body ->
            body.replace("%20", " ").replace("1++", "1 +").replace("%2B", "+").replace("%25", "%"));
    for (Mode mode : Mode.values()) {
      assertListedWrongly(reconciler(mode).build().run());
    }
  }

  @Test
  void keyEncodedWithoutNotice_inAReport_isUnknownAgain() throws IOException {
    rule(Mapping.ORDERED);
    with.put("src", "in/1 +", "missing");
    with.rewrite(body -> body.replaceAll("<EncodingType>.*?</EncodingType>", ""));
    reconciler(Mode.VERIFY).build().run();
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try (JsonReport json = new JsonReport(report)) {
      with.findings.forEach(json::onFinding);
    }
    KeySource keys = KeySource.report(new ByteArrayInputStream(report.toByteArray()));
    assertListedWrongly(reconciler(Mode.BACKFILL).keys(keys).build().run());
  }

  /** Another object with a similar key is not the deleted one. */
  @Test
  void sourceDeletedMeanwhile_similarKeyExists_isInFlight() {
    rule(Mapping.ORDERED);
    Stream.of("in/a b", "in/a+b", "in/a%20b").forEach(key -> with.put("src", key, key));
    reconciler(Mode.BACKFILL).build().run();
    with.put("src", "in/c%20d", "1");
    with.put("src", "in/c d", "2");
    deleteBeforeTheFirstLook("in/c%20d");
    RunResult result = reconciler(Mode.VERIFY).build().run();
    assertThat(with.finding("in/c%20d").verdict()).isEqualTo(Verdict.IN_FLIGHT);
    assertThat(result.total().unsure()).isZero();
  }
}
