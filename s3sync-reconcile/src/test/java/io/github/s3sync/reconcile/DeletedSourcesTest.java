package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.RunResult.CheckpointState;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares buckets whose sources were just deleted. A replica is reported as extra only if it still
 * has no source when the settle time has passed. Time passes only if a run waits.
 */
class DeletedSourcesTest {

  private static final Duration SETTLE = Duration.ofMinutes(15);
  private static final DeleteLimit ANY = new DeleteLimit(1_000, 1);

  /** How the objects to compare are found. */
  private enum Found {
    MERGED,
    TABLE,
    GIVEN
  }

  private final Buckets with = new Buckets();

  /** All objects were written an hour ago. */
  private Instant now = Instant.now().plus(Duration.ofHours(1));

  private final List<Duration> waits = new ArrayList<>();
  private Runnable whileWaiting = () -> {};

  @AfterEach
  void stop() {
    with.close();
  }

  private void rule(EventKind... kinds) {
    with.rules(
        CopyRule.named("r")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.replacePrefix("in/", "out/"))
            .on(EventKind.CREATED, kinds)
            .build());
    with.putBoth("in/same", "out/same", "same");
    with.put("dst", "out/extra", "x");
    with.put("dst", "out/gone", "x");
  }

  private ReconcilerBuilder reconciler(Mode mode, Found found) {
    ReconcilerBuilder builder =
        with.reconciler(mode).settle(SETTLE).deleteLimit(ANY).clock(clock()).settleWait(this::wait);
    return switch (found) {
      case MERGED -> builder;
      case TABLE -> builder.unordered();
      case GIVEN -> builder.keys(keys("in/same", "in/extra", "in/gone"), "the keys");
    };
  }

  private static KeySource keys(String... keys) {
    Iterator<String> each = List.of(keys).iterator();
    return () -> each.hasNext() ? GivenKey.source(null, each.next()) : null;
  }

  private synchronized void wait(
      long replicas, Duration next, Duration last, java.util.function.BooleanSupplier stopped) {
    assertThat(next).isPositive().isLessThanOrEqualTo(last);
    waits.add(next);
    now = now.plus(next);
    whileWaiting.run();
  }

  private Clock clock() {
    InstantSource source =
        () -> {
          synchronized (this) {
            return now;
          }
        };
    return source.withZone(ZoneOffset.UTC);
  }

  private Duration waited() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  private void deleteReplica(String key) {
    with.s3.client().deleteObject(r -> r.bucket("dst").key(key));
  }

  @ParameterizedTest
  @EnumSource
  void verify_eventsOfDeletesArriveWhileItWaits_isNoDifferenceAndEndsEarly(Found found) {
    rule(EventKind.REMOVED);
    whileWaiting =
        () -> {
          deleteReplica("out/extra");
          deleteReplica("out/gone");
        };
    RunResult result = reconciler(Mode.VERIFY, found).build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.IN_FLIGHT, "in/gone", Verdict.IN_FLIGHT));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertThat(result.total().unaccounted()).isZero();
    assertThat(waited()).isLessThan(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void verify_replicaStaysWithoutSource_isExtraAfterTheSettleTime(Found found) {
    rule(EventKind.REMOVED);
    whileWaiting =
        () -> {
          if (waited().compareTo(Duration.ofMinutes(5)) > 0) {
            deleteReplica("out/gone");
          }
        };
    RunResult result = reconciler(Mode.VERIFY, found).build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.EXTRA, "in/gone", Verdict.IN_FLIGHT));
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(result.total().differencesLeft()).isEqualTo(1);
    assertThat(result.total().unaccounted()).isZero();
    assertThat(waited()).isEqualTo(SETTLE);
  }

  @ParameterizedTest
  @EnumSource
  void verify_completeRunWithExtras_deletesItsCheckpoint(Found found) {
    rule(EventKind.REMOVED);
    MemoryCheckpoint store = new MemoryCheckpoint();
    RunResult result = reconciler(Mode.VERIFY, found).checkpoint(store).build().run();
    assertThat(with.verdicts().values()).containsOnly(Verdict.EXTRA).hasSize(2);
    assertThat(result.isComplete()).isTrue();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(result.checkpoint()).isEqualTo(CheckpointState.DELETED);
    assertThat(store.content).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void threadInterruptedWhileItWaits_isIncompleteAndDeletesNothing(Found found) {
    rule(EventKind.REMOVED);
    MemoryCheckpoint store = new MemoryCheckpoint();
    whileWaiting = () -> Thread.currentThread().interrupt();
    RunResult result = reconciler(Mode.RECONCILE, found).checkpoint(store).build().run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(waited()).isLessThan(SETTLE);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.checkpoint()).isEqualTo(CheckpointState.SAVED);
    assertThat(result.flows().values())
        .flatExtracting(flow -> flow.problems())
        .singleElement()
        .asString()
        .contains("2 replicas without a source", "ended early");
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.IN_FLIGHT, "in/gone", Verdict.IN_FLIGHT));
    assertThat(with.finding("in/extra").message()).endsWith("the run was ended early");
    assertThat(with.s3.bucket("dst").keys()).hasSize(3);

    whileWaiting = () -> {};
    RunResult resumed = reconciler(Mode.RECONCILE, found).checkpoint(store).resume().build().run();
    assertThat(resumed.total().count(Action.DELETED)).isEqualTo(2);
    assertThat(resumed.total().unaccounted()).isZero();
    assertThat(resumed.checkpoint()).isEqualTo(CheckpointState.DELETED);
  }

  @Test
  void threadInterruptedWhileKeysAreRead_isIncomplete() {
    rule(EventKind.REMOVED);
    KeySource keys = keys("in/extra", "in/same", "in/gone");
    RunResult result =
        reconciler(Mode.RECONCILE, Found.GIVEN)
            .keys(
                () -> {
                  GivenKey next = keys.next();
                  if (next != null && "in/gone".equals(next.key())) {
                    Thread.currentThread().interrupt();
                  }
                  return next;
                })
            .build()
            .run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(with.verdicts()).isEqualTo(Map.of("in/extra", Verdict.IN_FLIGHT));
    assertThat(with.s3.bucket("dst").keys()).hasSize(3);
  }

  /** The resumed run has no client for the rule, so that it cannot look its replicas up. */
  @ParameterizedTest
  @EnumSource(names = "GIVEN")
  void resumedRunCannotLookUp_isFailed(Found found) {
    rule(EventKind.REMOVED);
    MemoryCheckpoint store = new MemoryCheckpoint();
    Reconciler[] first = new Reconciler[1];
    whileWaiting = () -> first[0].stop();
    first[0] = reconciler(Mode.VERIFY, found).checkpoint(store).build();
    assertThat(first[0].run().checkpoint()).isEqualTo(CheckpointState.SAVED);

    whileWaiting = () -> {};
    with.beforeRequests(
        () -> {
          throw new IllegalStateException("no client");
        });
    RunResult result = reconciler(Mode.VERIFY, found).checkpoint(store).resume().build().run();
    with.beforeRequests(() -> {});
    assertThat(with.verdicts().values()).containsOnly(Verdict.FAILED).hasSize(2);
    assertThat(with.finding("in/extra").message()).contains("no client");
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }

  @Test
  void laterRuleFails_replicasOfEarlierRulesAreReportedAndLeftForAResumedRun() {
    rule(EventKind.REMOVED);
    CopyRule rule = with.rules().rules().get(0);
    with.rules(
        rule,
        CopyRule.named("second").from("src").prefix("z/").to("dst", KeyMapper.same()).build());
    MemoryCheckpoint store = new MemoryCheckpoint();
    Reconciler first = reconciler(Mode.VERIFY, Found.MERGED).checkpoint(store).build();
    with.beforeRequests(
        () -> {
          if (first.progress().found() == 3) {
            throw new AssertionError("the second rule fails");
          }
        });
    assertThatThrownBy(first::run).hasStackTraceContaining("the second rule fails");
    with.beforeRequests(() -> {});
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.IN_FLIGHT, "in/gone", Verdict.IN_FLIGHT));
    assertThat(with.finding("in/extra").message()).endsWith("the run failed");

    reconciler(Mode.VERIFY, Found.MERGED).checkpoint(store).resume().build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.EXTRA, "in/gone", Verdict.EXTRA));
  }

  @Test
  void laterRuleFindsThatTheReportIsBroken_replicasOfEarlierRulesAreReportedIfPossible() {
    rule(EventKind.REMOVED);
    CopyRule rule = with.rules().rules().get(0);
    with.rules(
        rule,
        CopyRule.named("second").from("src").prefix("z/").to("dst", KeyMapper.same()).build());
    with.put("src", "z/missing", "x");
    List<String> reported = new CopyOnWriteArrayList<>();
    RuntimeException full = new IllegalStateException("the disk is full");
    Reconciler reconciler =
        reconciler(Mode.VERIFY, Found.MERGED)
            .listener(
                finding -> {
                  reported.add(finding.rule());
                  throw full;
                })
            .build();
    assertThatThrownBy(reconciler::run).isSameAs(full);
    assertThat(reported).containsExactly("second", "r");
  }

  @Test
  void keysCannotBeReadToTheirEnd_replicasAreReported() {
    rule(EventKind.REMOVED);
    KeySource keys = keys("in/extra", "in/gone");
    Reconciler reconciler =
        reconciler(Mode.VERIFY, Found.GIVEN)
            .keys(
                () -> {
                  GivenKey next = keys.next();
                  if (next == null) {
                    throw new IllegalStateException("the list is broken");
                  }
                  return next;
                })
            .build();
    assertThatThrownBy(reconciler::run).hasMessage("the list is broken");
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.IN_FLIGHT, "in/gone", Verdict.IN_FLIGHT));
  }

  @Test
  void earlyLooksFail_requestsOfEachLookAreCountedOnce() {
    rule(EventKind.REMOVED);
    deleteReplica("out/gone");
    with.s3.clearRequests();
    whileWaiting = () -> with.s3.always("HeadObject", Fault.error(403, "AccessDenied"));
    reconciler(Mode.VERIFY, Found.MERGED).build().run();
    List<String> looks =
        with.s3.requests().stream()
            .map(request -> request.operation())
            .dropWhile(operation -> !operation.equals("HeadObject"))
            .toList();
    // Not every request about the bucket belongs to a look.
    long ofObjects = looks.stream().filter(operation -> !operation.equals("HeadBucket")).count();
    assertThat(with.finding("in/extra").requests()).isBetween((int) ofObjects, looks.size());
  }

  @ParameterizedTest
  @EnumSource
  void reconcile_deletesOnlyReplicasThatStayWithoutSource(Found found) {
    rule(EventKind.REMOVED);
    whileWaiting = () -> with.put("src", "in/gone", "back");
    RunResult result = reconciler(Mode.RECONCILE, found).build().run();
    assertThat(with.finding("in/extra").action()).isEqualTo(Action.DELETED);
    assertThat(with.finding("in/gone").action()).isNotEqualTo(Action.DELETED);
    assertThat(with.s3.bucket("dst").keys()).containsExactlyInAnyOrder("out/gone", "out/same");
    assertThat(result.total().unaccounted()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void ruleThatDoesNotDelete_reportsAtOnce(Found found) {
    rule();
    RunResult result = reconciler(Mode.VERIFY, found).build().run();
    assertThat(waits).isEmpty();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.EXTRA, "in/gone", Verdict.EXTRA));
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void settleZero_doesNotWait(Found found) {
    rule(EventKind.REMOVED);
    RunResult result = reconciler(Mode.VERIFY, found).settle(Duration.ZERO).build().run();
    assertThat(waits).isEmpty();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
  }

  @Test
  void severalRules_waitOnlyOnce() {
    rule(EventKind.REMOVED);
    CopyRule rule = with.rules().rules().get(0);
    with.rules(
        rule,
        CopyRule.named("second")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.replacePrefix("in/", "second/"))
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
    with.put("dst", "second/extra", "x");
    reconciler(Mode.VERIFY, Found.MERGED).build().run();
    assertThat(with.findings).filteredOn(f -> f.verdict() == Verdict.EXTRA).hasSize(3);
    assertThat(waited()).isEqualTo(SETTLE);
  }

  @Test
  void listingOfAnotherRuleFails_nothingIsDeleted() {
    rule(EventKind.REMOVED);
    CopyRule rule = with.rules().rules().get(0);
    with.rules(
        rule,
        CopyRule.named("second").from("src").prefix("z/").to("dst", KeyMapper.same()).build());
    with.s3.always(
        request -> "z/".equals(request.query().get("prefix")), Fault.error(403, "AccessDenied"));
    RunResult result = reconciler(Mode.RECONCILE, Found.MERGED).settle(Duration.ZERO).build().run();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(with.s3.bucket("dst").keys()).contains("out/extra", "out/gone");
  }

  @ParameterizedTest
  @EnumSource
  void severalDestinations_limitAppliesToEach(Found found) {
    with.s3.createBucket("other");
    with.rules(
        CopyRule.named("r")
            .from("src")
            .prefix("in/")
            .to("dst", KeyMapper.replacePrefix("in/", "out/"))
            .to("other", KeyMapper.replacePrefix("in/", "out/"))
            .on(EventKind.CREATED, EventKind.REMOVED)
            .build());
    for (String key : List.of("same", "1", "2")) {
      with.putBoth("in/" + key, "out/" + key, "x");
      with.put("other", "out/" + key, "x");
    }
    // One of four replicas, and two of five.
    with.put("dst", "out/extra", "x");
    with.put("other", "out/extra", "x");
    with.put("other", "out/gone", "x");
    ReconcilerBuilder builder =
        reconciler(Mode.RECONCILE, found)
            .settle(Duration.ZERO)
            .deleteLimit(new DeleteLimit(2, 0.25));
    if (found == Found.GIVEN) {
      builder.keys(keys("in/same", "in/1", "in/2", "in/extra", "in/gone"));
    }
    RunResult result = builder.build().run();
    assertThat(with.s3.bucket("dst").keys()).doesNotContain("out/extra");
    assertThat(with.s3.bucket("other").keys()).contains("out/extra", "out/gone");
    assertThat(result.total().count(Action.DELETED)).isEqualTo(1);
    assertThat(result.total().count(Action.KEPT)).isEqualTo(2);
  }

  @Test
  void clockStandsStill_waitIsBounded() {
    rule(EventKind.REMOVED);
    Instant fixed = now;
    whileWaiting = () -> now = fixed;
    RunResult result = reconciler(Mode.VERIFY, Found.MERGED).build().run();
    assertThat(result.total().count(Verdict.EXTRA)).isEqualTo(2);
    assertThat(waited()).isLessThanOrEqualTo(SETTLE);
  }

  @Test
  void secondLookFails_isFailedWithItsReason() {
    rule(EventKind.REMOVED);
    whileWaiting = () -> with.s3.always("HeadObject", Fault.error(403, "AccessDenied"));
    RunResult result = reconciler(Mode.VERIFY, Found.MERGED).build().run();
    assertThat(with.finding("in/extra").failureReason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(result.total().unaccounted()).isZero();
  }

  /** The source was listed within the settle time, and its store does not find it. */
  @Test
  void youngSourceThatIsListedAndNotFound_replicaIsNotDeleted() {
    rule(EventKind.REMOVED);
    now = Instant.now();
    with.put("src", "in/extra", "y");
    with.s3.always(
        request -> request.operation().equals("HeadObject") && request.key().equals("in/extra"),
        Fault.error(404, "NoSuchKey"));
    now = now.plus(SETTLE.minusSeconds(5));
    // Only the source is young.
    reconciler(Mode.RECONCILE, Found.MERGED).settle(SETTLE).build().run();
    assertThat(with.s3.bucket("dst").keys()).contains("out/extra");
    now = now.plus(SETTLE);
    reconciler(Mode.RECONCILE, Found.MERGED).build().run();
    assertThat(with.finding("in/extra").unknownReason()).isEqualTo(UnknownReason.NOT_FOUND_BY_KEY);
    assertThat(with.s3.bucket("dst").keys()).contains("out/extra");
  }

  @Test
  void stoppedWhileItWaits_isInFlightAndResumedWithTheFirstTime() {
    rule(EventKind.REMOVED);
    MemoryCheckpoint store = new MemoryCheckpoint();
    Reconciler[] first = new Reconciler[1];
    whileWaiting = () -> first[0].stop();
    first[0] = reconciler(Mode.VERIFY, Found.MERGED).checkpoint(store).build();
    RunResult stopped = first[0].run();
    assertThat(stopped.checkpoint()).isEqualTo(CheckpointState.SAVED);
    assertThat(stopped.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(with.verdicts().values()).containsOnly(Verdict.IN_FLIGHT);
    assertThat(stopped.total().unaccounted()).isZero();

    whileWaiting = () -> {};
    now = now.plus(SETTLE.dividedBy(2));
    Duration before = waited();
    deleteReplica("out/gone");
    RunResult resumed =
        reconciler(Mode.VERIFY, Found.MERGED).checkpoint(store).resume().build().run();
    assertThat(with.verdicts())
        .isEqualTo(Map.of("in/extra", Verdict.EXTRA, "in/gone", Verdict.IN_FLIGHT));
    assertThat(resumed.total().found()).isEqualTo(3);
    assertThat(resumed.total().unaccounted()).isZero();
    assertThat(resumed.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(waited().minus(before)).isLessThan(SETTLE.dividedBy(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listingFails_doesNotWait(boolean old) {
    rule(EventKind.REMOVED);
    with.pageSize(1);
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals("src")
                && request.query().containsKey("start-after"),
        Fault.first(
            () -> {
              if (old) {
                synchronized (this) {
                  now = now.plus(SETTLE);
                }
              }
            }));
    with.s3.always(
        request ->
            request.operation().equals("ListObjectsV2")
                && request.bucket().equals("dst")
                && request.query().containsKey("start-after"),
        Fault.error(403, "AccessDenied"));
    RunResult result = reconciler(Mode.RECONCILE, Found.MERGED).listers(1).build().run();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
    assertThat(waits).isEmpty();
    assertThat(with.s3.bucket("dst").keys()).hasSize(3);
  }

  @Test
  void moreThanTheLimit_afterTheEventsHaveArrived_theOthersAreDeleted() {
    rule(EventKind.REMOVED);
    for (int i = 0; i < 5; i++) {
      with.put("dst", "out/x" + i, "x");
    }
    whileWaiting = () -> IntStream.range(0, 5).forEach(i -> deleteReplica("out/x" + i));
    RunResult result =
        reconciler(Mode.RECONCILE, Found.MERGED).deleteLimit(new DeleteLimit(2, 1)).build().run();
    assertThat(result.total().count(Action.DELETED)).isEqualTo(2);
    assertThat(result.exitCode()).isZero();
  }
}
