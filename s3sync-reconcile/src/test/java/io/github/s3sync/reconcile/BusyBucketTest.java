package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.FakeS3;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Compares buckets in use. Before every request of a comparison, objects are written, deleted and
 * copied by events, and some events are lost. A seed determines the sequence. {@code
 * -Dbusy.histories=N} runs N sequences.
 */
class BusyBucketTest {

  private static final int HISTORIES = Integer.getInteger("busy.histories", 3);
  private static final int KEYS = 8;

  private enum Mapping {
    ORDERED,
    TABLE;

    KeyMapper mapper() {
      return this == ORDERED
          ? KeyMapper.under("out/")
          : KeyMapper.oneToOne(KeyMapper.template("out/{basename}-{path}{extension}"));
    }
  }

  private final FakeS3 s3 = FakeS3.start();

  @AfterEach
  void stop() {
    s3.close();
  }

  @ParameterizedTest
  @EnumSource
  void anyHistory_nothingIsInventedNothingGoodIsDeletedAndAllIsRepaired(Mapping mapping) {
    for (int seed = 1; seed <= HISTORIES; seed++) {
      s3.createBucket("src" + mapping + seed);
      s3.createBucket("dst" + mapping + seed);
      new History(mapping, seed).run();
    }
  }

  /**
   * Simulates one sequence of changes. Steps run one at a time, although several threads send
   * requests.
   */
  private final class History {

    private final Mapping mapping;
    private final String name;
    private final String src;
    private final String dst;
    private final Random random;
    private final CopyPlanner planner;
    private final CopyRules rules;
    private final S3Client quiet = s3.client();
    private final CopyExecutor live =
        CopyExecutor.onePerKey(S3CopyExecutor.builder(S3Clients.of(quiet)).build());
    private final S3Clients busy = S3Clients.of(s3.client("test", new Steps()));
    private final Deque<ObjectEvent> events = new ArrayDeque<>();

    /** The keys whose replica differed from its source at some time. */
    private final Set<String> outOfLine = new HashSet<>();

    private final ReadWriteLock requests = new ReentrantReadWriteLock();
    private boolean quietNow = true;
    private int written;

    History(Mapping mapping, int seed) {
      this.mapping = mapping;
      this.name = mapping + " " + seed;
      this.src = "src" + mapping + seed;
      this.dst = "dst" + mapping + seed;
      this.random = new Random(seed);
      this.rules =
          CopyRules.of(
              CopyRule.named("r")
                  .from(src)
                  .to(dst, mapping.mapper())
                  .on(EventKind.CREATED, EventKind.REMOVED)
                  .build());
      this.planner = new CopyPlanner(rules);
    }

    void run() {
      for (int i = 0; i < KEYS; i++) {
        if (random.nextInt(3) > 0) {
          write(key(i), random.nextInt(5) > 0);
        }
      }
      Mode[] modes = {Mode.VERIFY, Mode.RECONCILE, Mode.BACKFILL, Mode.VERIFY};
      for (Mode mode : modes) {
        List<Finding> findings = compare(mode, false);
        for (Finding finding : findings) {
          // A backfill copies objects that a listing does not show. The copy looks them up again.
          if ((finding.verdict() == Verdict.MISSING && mode != Mode.BACKFILL)
              || finding.verdict() == Verdict.DIFFERS
              || finding.verdict() == Verdict.EXTRA) {
            assertThat(outOfLine).as("%s: %s", name, finding).contains(sourceKey(finding));
          }
        }
      }
      settle();
      compare(Mode.RECONCILE, true);
      // The source of a replica cannot always be derived. Such a replica is kept.
      assertThat(compare(Mode.VERIFY, true))
          .as(name)
          .allMatch(f -> f.unknownReason() == UnknownReason.SOURCE_NOT_DERIVABLE);
      assertEqual();
    }

    private String sourceKey(Finding finding) {
      return finding.source() == null ? "" : finding.source().key();
    }

    private List<Finding> compare(Mode mode, boolean undisturbed) {
      List<Finding> findings = new ArrayList<>();
      quietNow = undisturbed;
      RunResult result =
          Reconciler.builder(mode, rules, busy)
              .settle(Duration.ZERO)
              .retryPause(Duration.ZERO)
              .level(Level.HEAD)
              .listers(1 + random.nextInt(3))
              .workers(1 + random.nextInt(3))
              .deleteLimit(new DeleteLimit(100, 1))
              .executor(S3CopyExecutor.builder(busy).build())
              .listener(
                  finding -> {
                    synchronized (findings) {
                      findings.add(finding);
                    }
                  })
              .build()
              .run();
      quietNow = true;
      assertThat(result.total().unaccounted()).as(name).isZero();
      assertThat(result.isComplete()).as("%s: %s", name, result).isTrue();
      if (mode == Mode.VERIFY) {
        assertThat(findings).allMatch(finding -> finding.action() == Action.NONE);
      }
      return findings;
    }

    /** Performs one random change, while no request is in progress. */
    private void step() {
      if (quietNow) {
        return;
      }
      requests.writeLock().lock();
      try {
        take();
      } finally {
        requests.writeLock().unlock();
      }
    }

    private void take() {
      switch (random.nextInt(6)) {
        case 0, 1 -> write(key(random.nextInt(KEYS)), random.nextInt(4) > 0);
        case 2 -> delete(key(random.nextInt(KEYS)));
        case 3, 4 -> deliver();
        default -> {}
      }
    }

    /** Writes a source: together with its replica, with an event, or with an event that is lost. */
    private void write(String key, boolean together) {
      put(key);
      if (together) {
        copy(event(key, EventKind.CREATED));
      } else {
        outOfLine.add(key);
        if (random.nextBoolean()) {
          events.add(event(key, EventKind.CREATED));
        }
      }
    }

    private void put(String key) {
      String content = key + " " + written++ + "x".repeat(random.nextInt(3));
      quiet.putObject(r -> r.bucket(src).key(key), RequestBody.fromString(content));
    }

    private void delete(String key) {
      quiet.deleteObject(r -> r.bucket(src).key(key));
      if (random.nextBoolean()) {
        copy(event(key, EventKind.REMOVED));
      } else {
        outOfLine.add(key);
        if (random.nextBoolean()) {
          events.add(event(key, EventKind.REMOVED));
        }
      }
    }

    private void deliver() {
      ObjectEvent event = events.poll();
      if (event != null) {
        copy(event);
      }
    }

    private void settle() {
      while (!events.isEmpty()) {
        deliver();
      }
    }

    private void copy(ObjectEvent event) {
      for (Decision decision : planner.plan(event)) {
        live.execute(((Decision.Copy) decision).plan(), Deadline.none());
      }
    }

    private ObjectEvent event(String key, EventKind kind) {
      return kind == EventKind.REMOVED
          ? ObjectEvent.removed(src, key)
          : ObjectEvent.created(src, key);
    }

    private void assertEqual() {
      Set<String> expected = new TreeSet<>();
      for (String key : s3.bucket(src).keys()) {
        String replica =
            ((Decision.Copy) planner.plan(event(key, EventKind.CREATED)).get(0))
                .plan()
                .replica()
                .key();
        expected.add(replica);
        assertThat(s3.sameContent(src, key, dst, replica)).as("%s: %s", name, key).isTrue();
      }
      assertThat(s3.bucket(dst).keys()).as(name).containsAll(expected);
      if (mapping == Mapping.ORDERED) {
        assertThat(s3.bucket(dst).keys()).as(name).hasSameSizeAs(expected);
      }
    }

    private String key(int i) {
      return (i % 2 == 0 ? "a/" : "b/\uFF00") + (char) ('a' + i) + ".txt";
    }

    /** Performs a step before each request of a comparison. */
    private final class Steps implements ExecutionInterceptor {

      @Override
      public SdkRequest modifyRequest(
          Context.ModifyRequest context, ExecutionAttributes attributes) {
        return context.request() instanceof ListObjectsV2Request list
            ? list.toBuilder().maxKeys(2).build()
            : context.request();
      }

      @Override
      public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        step();
        requests.readLock().lock();
      }

      @Override
      public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        requests.readLock().unlock();
      }

      @Override
      public void onExecutionFailure(
          Context.FailedExecution context, ExecutionAttributes attributes) {
        requests.readLock().unlock();
      }
    }
  }
}
