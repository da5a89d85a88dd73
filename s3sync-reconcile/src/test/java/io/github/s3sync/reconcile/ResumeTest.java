package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.RunResult.CheckpointState;
import io.github.s3sync.reconcile.checkpoint.Checkpoint;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.FlowState;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills runs at any request and resumes them. */
class ResumeTest {

  /** With 60 or more, runs are killed before each of their requests. */
  private static final int KILLS = Integer.getInteger("s3sync.reconcile.kills", 8);

  private static final int REQUESTS = 60;

  private static final CopyRule FIRST = rule("first", "in/", KeyMapper.replacePrefix("in/", "o/"));

  /** Its replicas are not in the order of their sources. */
  private static final CopyRule TABLE =
      rule("table", "t/", KeyMapper.oneToOne(KeyMapper.template("t/{basename}-{path}{extension}")));

  private static final CopyRule LAST = rule("last", "z/", KeyMapper.same());

  private static CopyRule rule(String name, String prefix, KeyMapper mapper) {
    return CopyRule.named(name)
        .from("src")
        .prefix(prefix)
        .to("dst", mapper)
        .on(EventKind.CREATED, EventKind.REMOVED)
        .build();
  }

  private static Buckets plant() {
    Buckets with = new Buckets(FIRST, TABLE, LAST);
    with.pageSize(2);
    for (int i = 0; i < 7; i++) {
      with.putBoth("in/" + i, "o/" + i, "content of " + i);
      with.putBoth("z/" + i, "z/" + i, "content of " + i);
    }
    with.putBoth("t/a/b.txt", "t/b-t/a/.txt", "b");
    with.put("dst", "o/0x", "extra");
    with.put("dst", "o/5x", "extra");
    with.put("dst", "z/3x", "extra");
    with.put("src", "in/1x", "missing");
    with.put("src", "t/missing", "missing");
    with.put("src", "z/\uFF00", "missing");
    with.put("src", "in/4x", "two");
    with.put("dst", "o/4x", "one");
    return with;
  }

  private static ReconcilerBuilder reconciler(Buckets with, Mode mode, MemoryCheckpoint store) {
    return with.reconciler(mode)
        .deleteLimit(new DeleteLimit(100, 1))
        .checkpoint(store)
        .checkpointInterval(Duration.ofDays(1))
        .resume();
  }

  private static RunResult uninterrupted(Mode mode, Set<String> left, List<Finding> findings) {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      KilledRun process =
          new KilledRun(
              with,
              reconciler(with, mode, store),
              store,
              Integer.MAX_VALUE,
              new Random(1),
              findings);
      assertThat(process.run()).isTrue();
      left.addAll(with.s3.bucket("dst").keys());
      return process.result();
    }
  }

  private static void assertResumes(
      Mode mode,
      RunResult expected,
      Set<String> left,
      List<Finding> expectedFindings,
      Kills kills) {
    try (Buckets with = plant()) {
      List<Finding> report = new CopyOnWriteArrayList<>();
      MemoryCheckpoint store = new MemoryCheckpoint();
      KilledRun process;
      do {
        store = store.next();
        process =
            new KilledRun(
                with, reconciler(with, mode, store), store, kills.next(), kills.random, report);
      } while (!process.run());
      RunResult result = process.result();
      assertThat(store.content).as("%s: a complete run has no checkpoint", kills).isNull();
      assertThat(result.checkpoint()).isEqualTo(CheckpointState.DELETED);
      assertThat(result.isComplete()).as("%s", kills).isTrue();
      assertThat(result.total().unaccounted()).as("%s", kills).isZero();
      assertThat(result.total().found()).as("%s", kills).isEqualTo(expected.total().found());
      assertThat(result.exitCode()).as("%s", kills).isEqualTo(expected.exitCode());
      assertThat(new TreeSet<>(with.s3.bucket("dst").keys())).as("%s", kills).isEqualTo(left);
      Set<String> lost = keys(expectedFindings);
      lost.removeAll(keys(report));
      // A process that is killed during a copy or delete cannot report it. The object is equal now.
      assertThat(expectedFindings)
          .as("%s", kills)
          .filteredOn(finding -> lost.contains(key(finding)))
          .allMatch(f -> f.action() == Action.COPIED || f.action() == Action.DELETED);
      assertThat(keys(expectedFindings)).as("%s", kills).containsAll(keys(report));
      if (mode == Mode.VERIFY) {
        assertThat(result.total().counters())
            .as("%s", kills)
            .isEqualTo(expected.total().counters());
      }
    }
  }

  private static Set<String> keys(List<Finding> findings) {
    Set<String> keys = new TreeSet<>();
    findings.forEach(finding -> keys.add(key(finding)));
    return keys;
  }

  private static String key(Finding f) {
    return f.rule() + " " + f.source() + " " + f.replica();
  }

  /** Chooses the requests before which processes are killed. */
  private static final class Kills {

    final Random random;
    private final int first;
    private final boolean often;
    private int processes;

    Kills(int first, boolean often) {
      this.first = first;
      this.often = often;
      this.random = new Random(first);
    }

    int next() {
      processes++;
      if (processes == 1) {
        return first;
      }
      return often && processes < 12 ? 1 + random.nextInt(30) : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
      return "killed before request " + first + (often ? " and again" : "");
    }
  }

  @ParameterizedTest
  @EnumSource
  void run_killedBeforeAnyRequestAndResumed_addsUpAndLosesNoFinding(Mode mode) {
    Set<String> left = new TreeSet<>();
    List<Finding> findings = new CopyOnWriteArrayList<>();
    RunResult expected = uninterrupted(mode, left, findings);
    for (int i = 0; i < KILLS; i++) {
      int killAt = 1 + i * REQUESTS / KILLS;
      assertResumes(mode, expected, left, findings, new Kills(killAt, false));
    }
    for (int seed = 1; seed <= KILLS / 4; seed++) {
      assertResumes(mode, expected, left, findings, new Kills(5 * seed, true));
    }
  }

  @Test
  void stop_thenResume_continuesAndDeletesExtrasOfBothParts() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      Reconciler first = reconciler(with, store).build();
      AtomicInteger requests = new AtomicInteger();
      with.beforeRequests(
          () -> {
            if (requests.incrementAndGet() == 14) {
              first.stop();
            }
          });
      RunResult stopped = first.run();
      assertThat(stopped.checkpoint()).isEqualTo(CheckpointState.SAVED);
      assertThat(stopped.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      assertThat(stopped.resumedFrom()).isNull();
      assertThat(stopped.total().unaccounted()).isZero();
      assertThat(with.s3.bucket("dst").keys()).contains("o/0x", "o/5x", "z/3x");
      Checkpoint checkpoint =
          Checkpoint.of(Objects.requireNonNull(store.content), store.toString());
      FlowState state = checkpoint.flows().values().iterator().next();
      assertThat(state.tally().found()).isPositive();
      assertThat(state.extras()).isNotEmpty();

      with.beforeRequests(() -> {});
      RunResult resumed = reconciler(with, store).resume().build().run();
      assertThat(resumed.resumedFrom()).isEqualTo(checkpoint.startedAt());
      assertThat(resumed.isComplete()).isTrue();
      assertThat(resumed.total().count(Action.DELETED)).isEqualTo(3);
      assertThat(resumed.total().count(Verdict.EXTRA)).isEqualTo(3);
      assertThat(resumed.total().unaccounted()).isZero();
      assertThat(store.content).isNull();
    }
  }

  private static ReconcilerBuilder verifier(Buckets with, MemoryCheckpoint store) {
    return with.reconciler(Mode.VERIFY).checkpoint(store).checkpointInterval(Duration.ofDays(1));
  }

  private static ReconcilerBuilder reconciler(Buckets with, MemoryCheckpoint store) {
    return with.reconciler(Mode.RECONCILE)
        .listers(1)
        .deleteLimit(new DeleteLimit(100, 1))
        .checkpoint(store)
        .checkpointInterval(Duration.ofDays(1));
  }

  @Test
  void sourceOfAnExtraReturnsBeforeTheResumption_itsReplicaIsNotDeleted() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      Reconciler first = reconciler(with, store).build();
      AtomicInteger requests = new AtomicInteger();
      with.beforeRequests(
          () -> {
            if (requests.incrementAndGet() == 14) {
              first.stop();
            }
          });
      first.run();
      with.beforeRequests(() -> {});
      with.put("src", "in/0x", "back");
      RunResult resumed = reconciler(with, store).resume().build().run();
      assertThat(with.s3.sameContent("src", "in/0x", "dst", "o/0x")).isTrue();
      assertThat(resumed.total().count(Action.DELETED)).isEqualTo(2);
    }
  }

  @Test
  void listingFailed_thenResume_comparesOnlyTheRest() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      with.s3.always(
          request ->
              request.operation().equals("ListObjectsV2")
                  && request.bucket().equals("dst")
                  && "o/".equals(request.query().get("prefix")),
          Fault.error(403, "AccessDenied"));
      RunResult failed = reconciler(with, store).build().run();
      assertThat(failed.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      assertThat(failed.checkpoint()).isEqualTo(CheckpointState.SAVED);
      with.s3.clearFaults();
      int before = with.s3.requests().size();
      RunResult resumed = reconciler(with, store).resume().build().run();
      assertThat(resumed.isComplete()).isTrue();
      assertThat(resumed.total().found()).isEqualTo(9 + 2 + 2 + 8 + 1);
      assertThat(with.s3.requests().subList(before, with.s3.requests().size()))
          .as("the other flows were complete")
          .noneMatch(request -> "z/".equals(request.query().get("prefix")));
    }
  }

  @Test
  void listenerFails_findingOfTheCheckpointIsNotLost() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      List<Finding> report = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  verifier(with, store)
                      .listener(
                          finding -> {
                            throw new IllegalStateException("the disk is full");
                          })
                      .build()
                      .run())
          .hasMessageContaining("the disk is full");
      verifier(with, store)
          .resume()
          .listener(
              finding -> {
                synchronized (report) {
                  report.add(finding);
                }
              })
          .build()
          .run();
      assertThat(keys(report)).hasSize(7);
    }
  }

  @Test
  void moreExtrasThanTheLimit_stoppedAnywhereAndResumed_deletesNone() {
    try (Buckets with = plant()) {
      with.rules(FIRST);
      MemoryCheckpoint store = new MemoryCheckpoint();
      // The third extra exceeds the limit. The others are then reported, and none is deleted.
      for (int killAt = 1; killAt < 30; killAt++) {
        List<Finding> report = new CopyOnWriteArrayList<>();
        MemoryCheckpoint killed = store.next();
        Reconciler first =
            reconciler(with, killed)
                .deleteLimit(new DeleteLimit(1, 1))
                .listener(report::add)
                .build();
        AtomicInteger requests = new AtomicInteger();
        int at = killAt;
        with.beforeRequests(
            () -> {
              first.save();
              if (requests.incrementAndGet() >= at) {
                first.stop();
              }
            });
        first.run();
        with.beforeRequests(() -> {});
        RunResult result =
            reconciler(with, killed)
                .resume()
                .deleteLimit(new DeleteLimit(1, 1))
                .listener(report::add)
                .build()
                .run();
        assertThat(result.total().count(Action.DELETED)).isZero();
        assertThat(result.total().count(Action.KEPT)).as("stopped at %s", killAt).isEqualTo(2);
        assertThat(with.s3.bucket("dst").keys()).contains("o/0x", "o/5x");
        assertThat(keys(report)).hasSizeGreaterThanOrEqualTo(2);
      }
    }
  }
}
