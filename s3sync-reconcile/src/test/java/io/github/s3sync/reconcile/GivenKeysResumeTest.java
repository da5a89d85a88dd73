package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.RunResult.CheckpointState;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills runs of given keys at any request and resumes them. */
class GivenKeysResumeTest {

  /** With 240 or more, runs are killed before each of their requests. */
  private static final int KILLS = Integer.getInteger("s3sync.reconcile.kills", 5);

  private static final int REQUESTS = 240;
  private static final int KEYS = 50;

  private static Buckets plant() {
    Buckets with =
        new Buckets(
            rule("ordered", "in/", KeyMapper.replacePrefix("in/", "o/")),
            CopyRule.named("flat")
                .from("src")
                .prefix("f/")
                .to("dst", KeyMapper.flatten("flat/"))
                .build());
    for (int i = 0; i < KEYS; i++) {
      switch (i % 5) {
        case 0 -> with.put("src", key(i), "missing");
        case 1 -> with.put("dst", "o/" + key(i).substring(3), "extra");
        case 2 -> {
          with.put("src", key(i), "one");
          with.put("dst", "o/" + key(i).substring(3), "two");
        }
        case 3 -> with.putBoth(key(i), "o/" + key(i).substring(3), "same");
        default -> {}
      }
    }
    with.put("src", "f/a/x", "a");
    with.put("src", "f/b/x", "b");
    return with;
  }

  private static CopyRule rule(String name, String prefix, KeyMapper mapper) {
    return CopyRule.named(name)
        .from("src")
        .prefix(prefix)
        .to("dst", mapper)
        .on(EventKind.CREATED, EventKind.REMOVED)
        .build();
  }

  private static String key(int i) {
    return "in/%03d".formatted(i);
  }

  private static KeySource keys() {
    List<String> keys = new ArrayList<>();
    keys.add("f/a/x");
    for (int i = 0; i < KEYS; i++) {
      keys.add(key(i));
    }
    keys.add(KEYS / 2, "elsewhere");
    keys.add("f/b/x");
    Iterator<String> each = keys.iterator();
    return () -> each.hasNext() ? GivenKey.source(null, each.next()) : null;
  }

  private static ReconcilerBuilder reconciler(Buckets with, Mode mode, MemoryCheckpoint store) {
    return with.reconciler(mode)
        .deleteLimit(new DeleteLimit(100, 1))
        .keys(keys(), "the keys")
        .checkpoint(store)
        .checkpointInterval(Duration.ofDays(1))
        .resume();
  }

  private static Set<String> keysOf(List<Finding> findings) {
    Set<String> keys = new TreeSet<>();
    findings.forEach(f -> keys.add(f.rule() + " " + f.source() + " " + f.replica()));
    return keys;
  }

  @ParameterizedTest
  @EnumSource
  void run_killedBeforeAnyRequestAndResumed_addsUpAndLosesNoFinding(Mode mode) {
    List<Finding> expectedFindings = new CopyOnWriteArrayList<>();
    RunResult expected;
    Set<String> left;
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      KilledRun process =
          new KilledRun(
              with,
              reconciler(with, mode, store),
              store,
              Integer.MAX_VALUE,
              new Random(1),
              expectedFindings);
      assertThat(process.run()).isTrue();
      expected = process.result();
      assertThat(expected.checkpoint()).isEqualTo(CheckpointState.DELETED);
      left = new TreeSet<>(with.s3.bucket("dst").keys());
    }
    for (int i = 0; i < KILLS; i++) {
      int killAt = 1 + i * REQUESTS / KILLS;
      try (Buckets with = plant()) {
        Random random = new Random(killAt);
        List<Finding> report = new CopyOnWriteArrayList<>();
        MemoryCheckpoint store = new MemoryCheckpoint();
        KilledRun process =
            new KilledRun(with, reconciler(with, mode, store), store, killAt, random, report);
        for (int more = 0; !process.run(); more++) {
          store = store.next();
          int next = more < i % 3 ? 1 + random.nextInt(80) : Integer.MAX_VALUE;
          process = new KilledRun(with, reconciler(with, mode, store), store, next, random, report);
        }
        RunResult result = process.result();
        assertThat(result.isComplete()).as("killed at %s", killAt).isTrue();
        assertThat(result.total().unaccounted()).as("killed at %s", killAt).isZero();
        assertThat(result.total().found())
            .as("killed at %s", killAt)
            .isEqualTo(expected.total().found());
        assertThat(result.exitCode()).as("killed at %s", killAt).isEqualTo(expected.exitCode());
        assertThat(store.content).as("killed at %s", killAt).isNull();
        if (mode == Mode.VERIFY) {
          assertThat(result.total().counters()).isEqualTo(expected.total().counters());
        }
        Set<String> lost = keysOf(expectedFindings);
        lost.removeAll(keysOf(report));
        // A process that is killed during a copy or delete cannot report it.
        assertThat(expectedFindings)
            .as("killed at %s", killAt)
            .filteredOn(f -> !keysOf(report).containsAll(keysOf(List.of(f))))
            .allMatch(f -> f.action() == Action.COPIED || f.action() == Action.DELETED);
        assertThat(new TreeSet<>(with.s3.bucket("dst").keys()))
            .as("killed at %s", killAt)
            .isEqualTo(left);
      }
    }
  }

  @Test
  void stopped_thenResumed_comparesOnlyTheRestAndDeletesExtrasOfBothParts() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      AtomicInteger requests = new AtomicInteger();
      Reconciler first = reconciler(with, Mode.RECONCILE, store).workers(0).build();
      with.beforeRequests(
          () -> {
            if (requests.incrementAndGet() == 150) {
              first.stop();
            }
          });
      RunResult stopped = first.run();
      assertThat(stopped.checkpoint()).isEqualTo(CheckpointState.SAVED);
      assertThat(stopped.exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
      assertThat(stopped.total().count(Action.DELETED)).isZero();
      with.beforeRequests(() -> {});
      with.s3.clearRequests();
      RunResult resumed = reconciler(with, Mode.RECONCILE, store).workers(0).build().run();
      assertThat(resumed.resumedFrom()).isNotNull();
      assertThat(resumed.total().count(Action.DELETED)).isEqualTo(10);
      assertThat(resumed.total().count(Verdict.EXTRA)).isEqualTo(10);
      assertThat(resumed.total().unaccounted()).isZero();
      assertThat(with.s3.requests())
          .as("keys of the first part are not looked up again")
          .filteredOn(request -> request.operation().equals("HeadObject"))
          .noneMatch(request -> request.key().equals(key(0)));
      // The rule whose replicas do not show their sources starts again, and finds the shared one.
      assertThat(with.findings).anyMatch(f -> f.rule().equals("flat"));
    }
  }

  @Test
  void otherKeys_areRefused() {
    try (Buckets with = plant()) {
      MemoryCheckpoint store = new MemoryCheckpoint();
      Reconciler first = reconciler(with, Mode.VERIFY, store).build();
      with.beforeRequests(first::stop);
      first.run();
      with.beforeRequests(() -> {});
      assertThatThrownBy(
              reconciler(with, Mode.VERIFY, store).keys(keys(), "other keys").build()::run)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("given keys was the keys, and is other keys now");
      assertThatThrownBy(reconciler(with, Mode.VERIFY, store).keys(keys())::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("identity");
    }
  }
}
