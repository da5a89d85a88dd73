package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.Bodies;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.outcome.CapturedLog;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.InvalidRuleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that no event is lost when rules change while they are in use, whichever set a process
 * has.
 */
class ChangingRulesTest {

  private static final LoadedRules OLD = rules("old", "in/");
  private static final LoadedRules NEW = rules("new", "in/", "more/");

  private final SetClock clock = new SetClock();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile LoadedRules now = OLD;
  private volatile @Nullable RuntimeException problem;

  private static LoadedRules rules(String origin, String... prefixes) {
    List<CopyRule> rules = new ArrayList<>();
    for (String prefix : prefixes) {
      rules.add(
          CopyRule.named(prefix)
              .from("src")
              .prefix(prefix)
              .to("dst", KeyMapper.under(origin + "/"))
              .build());
    }
    return new LoadedRules(CopyRules.of(rules), origin);
  }

  private LoadedRules read(Deadline deadline) {
    reads.incrementAndGet();
    RuntimeException thrown = problem;
    if (thrown != null) {
      throw thrown;
    }
    return now;
  }

  private S3Sync sync(Duration maxAge) {
    return builder(maxAge).build();
  }

  private S3SyncBuilder builder(Duration maxAge) {
    return S3Sync.builder()
        .rules(this::read, maxAge)
        .executor(new FakeExecutor())
        .listener(OutcomeListener.none())
        .clock(clock);
  }

  private static SyncReport handle(S3Sync sync, String key) {
    return sync.handle(Bodies.records(Bodies.recordOf(key)), Deadline.none());
  }

  private static String replica(SyncReport report) {
    return String.valueOf(report.copied().get(0).replica());
  }

  @Test
  void handle_rulesThatAreYoung_areNotReadAgain() {
    S3Sync sync = sync(Duration.ofMinutes(1));
    now = NEW;
    clock.advance(Duration.ofSeconds(59));

    assertThat(replica(handle(sync, "in/1"))).isEqualTo("s3://dst/old/in/1");
    assertThat(reads).hasValue(1);
    assertThat(sync.rulesOrigin()).isEqualTo("old");
  }

  @Test
  void handle_rulesThatAreOld_areReadAgain() {
    S3Sync sync = sync(Duration.ofMinutes(1));
    now = NEW;
    clock.advance(Duration.ofMinutes(1));

    assertThat(replica(handle(sync, "in/1"))).isEqualTo("s3://dst/new/in/1");
    assertThat(sync.rulesOrigin()).isEqualTo("new");
    assertThat(sync.rules()).isSameAs(NEW.rules());
    handle(sync, "in/2");
    assertThat(reads).hasValue(2);
  }

  @Test
  void handle_clockSetBack_rulesAreReadAgain() {
    S3Sync sync = sync(Duration.ofMinutes(1));
    now = NEW;
    clock.advance(Duration.ofDays(-1));

    assertThat(replica(handle(sync, "in/1"))).isEqualTo("s3://dst/new/in/1");
  }

  @Test
  void handle_maxAgeZero_rulesAreReadBeforeEachCall() {
    S3Sync sync = sync(Duration.ZERO);
    handle(sync, "in/1");
    now = NEW;

    assertThat(replica(handle(sync, "in/2"))).isEqualTo("s3://dst/new/in/2");
    assertThat(reads).hasValue(3);
  }

  @Test
  void handle_eventOfANewRule_isCopiedThoughTheRulesAreYoung() {
    S3Sync sync = sync(Duration.ofHours(1));
    now = NEW;

    assertThat(replica(handle(sync, "more/1"))).isEqualTo("s3://dst/new/more/1");
  }

  @Test
  void handle_eventOfNoRule_isSkippedAfterTheRulesWereReadOnce() {
    S3Sync sync = sync(Duration.ofHours(1));
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      bodies.add(Bodies.records(Bodies.recordOf("else/" + i), Bodies.recordOf("in/" + i)));
    }

    List<SyncReport> reports = sync.handleAll(bodies, Deadline.none());

    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(report.copied()).hasSize(1);
              assertThat(report.skipped())
                  .extracting(CopyOutcome.Skipped::reason)
                  .containsExactly(SkipReason.NO_RULE);
            });
    assertThat(reads).hasValue(2);
  }

  @Test
  void handle_eventOfAKindThatNewRulesTake_isCopied() {
    CopyRule some = CopyRule.named("some").from("src").to("dst").build();
    CopyRule more =
        CopyRule.named("more")
            .from("src")
            .on(EventKind.CREATED, EventKind.RESTORED)
            .to("dst")
            .build();
    now = new LoadedRules(CopyRules.of(some), "some");
    S3Sync sync = sync(Duration.ofHours(1));
    String restored =
        Bodies.records(
            Bodies.recordOf("a").replace("ObjectCreated:Put", "ObjectRestore:Completed"));
    assertThat(sync.handle(restored, Deadline.none()).skipped())
        .extracting(CopyOutcome.Skipped::reason)
        .containsExactly(SkipReason.EVENT_IGNORED);
    now = new LoadedRules(CopyRules.of(more), "more");

    assertThat(sync.handle(restored, Deadline.none()).copied()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ObjectTagging:Put", "ObjectFolded:Twice"})
  void handle_eventThatNoRuleCouldTake_readsNoRules(String name) {
    S3Sync sync = sync(Duration.ofHours(1));
    String tagging = Bodies.recordOf("in/1").replace("ObjectCreated:Put", name);

    assertThat(sync.handle(Bodies.records(tagging), Deadline.none()).skipped()).hasSize(1);
    assertThat(reads).hasValue(1);
  }

  @Test
  void handle_rulesUnreadable_eventOfNoRuleFailsAndOthersAreCopied() {
    S3Sync sync = sync(Duration.ofHours(1));
    problem = new IllegalStateException("s3://cfg/rules.json cannot be read: denied");

    assertThat(handle(sync, "in/1").copied()).hasSize(1);
    assertThat(handle(sync, "more/1").failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.NO_RULE);
              assertThat(failed.retryable()).isTrue();
              assertThat(failed.message()).contains("s3://cfg/rules.json cannot be read: denied");
            });
    problem = null;
    now = NEW;
    assertThat(handle(sync, "more/1").copied()).hasSize(1);
  }

  @Test
  void handle_rulesUnreadable_areReadAgainAfterTenSecondsAndWarnedOfOnceAMinute() {
    S3Sync sync = sync(Duration.ofMinutes(10));
    problem = new IllegalStateException("denied\nFAKE");
    clock.advance(Duration.ofMinutes(10));

    String log =
        CapturedLog.of(
            () -> {
              handle(sync, "in/1");
              handle(sync, "in/1");
              assertThat(reads).hasValue(2);
              clock.advance(Duration.ofSeconds(10));
              handle(sync, "in/1");
              assertThat(reads).hasValue(3);
            });

    assertThat(log)
        .containsOnlyOnce("\n")
        .contains("WARN", "rules not re-read (1 failures", "old stays in use: denied\\u000AFAKE");
    clock.advance(Duration.ofMinutes(1));
    assertThat(CapturedLog.of(() -> handle(sync, "in/1"))).contains("(2 failures");
  }

  @Test
  void handle_newRulesThatTheExecutorRefuses_oldOnesStayInUse() {
    CopyExecutor refusing =
        new CopyExecutor() {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            return FakeExecutor.receipt();
          }

          @Override
          public void check(CopyRule rule) {
            if (rule.name().equals("more/")) {
              throw new InvalidRuleException(rule.name(), "destination", "is not for us");
            }
          }

          @Override
          public List<String> requests(CopyPlan plan) {
            return List.of();
          }
        };
    S3Sync sync = builder(Duration.ZERO).executor(refusing).build();
    now = NEW;

    assertThat(replica(handle(sync, "in/1"))).isEqualTo("s3://dst/old/in/1");
    assertThat(handle(sync, "more/1").failed())
        .extracting(CopyOutcome.Failed::reason)
        .containsExactly(FailureReason.NO_RULE);
    assertThatThrownBy(() -> builder(Duration.ZERO).executor(refusing).build())
        .isInstanceOf(InvalidRuleException.class);
  }

  @Test
  void handle_newRulesAreEmpty_oldOnesStayInUse() {
    S3Sync sync = sync(Duration.ZERO);
    now = new LoadedRules(CopyRules.of(), "empty");

    assertThat(replica(handle(sync, "in/1"))).isEqualTo("s3://dst/old/in/1");
  }

  @Test
  void handle_rulesChangeDuringACall_theCallKeepsItsOwn() {
    S3Sync[] sync = new S3Sync[1];
    FakeExecutor executor =
        new FakeExecutor()
            .on(
                "in/1",
                () -> {
                  now = NEW;
                  clock.advance(Duration.ofMinutes(1));
                  assertThat(replica(handle(sync[0], "in/3"))).isEqualTo("s3://dst/new/in/3");
                  return FakeExecutor.receipt();
                });
    sync[0] = builder(Duration.ofMinutes(1)).executor(executor).build();

    SyncReport report =
        sync[0].handle(
            Bodies.records(Bodies.recordOf("in/1"), Bodies.recordOf("in/2")), Deadline.none());

    assertThat(report.copied())
        .extracting(copied -> String.valueOf(copied.replica()))
        .containsExactly("s3://dst/old/in/1", "s3://dst/old/in/2");
  }

  @Test
  void handle_manyCallsWaitForTheRules_shareOneRead() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    RulesSource slow =
        deadline -> {
          if (reads.incrementAndGet() == 2) {
            first.countDown();
            await(answer);
          }
          return now;
        };
    S3Sync sync = builder(Duration.ofHours(1)).rules(slow, Duration.ofHours(1)).build();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<SyncReport> leader = threads.submit(() -> handle(sync, "else/0"));
      first.await();
      List<Future<SyncReport>> others = new ArrayList<>();
      for (int i = 1; i <= 8; i++) {
        String key = "else/" + i;
        others.add(threads.submit(() -> handle(sync, key)));
      }
      assertThat(handle(sync, "in/1").copied()).hasSize(1);
      answer.countDown();

      assertThat(leader.get().skipped()).hasSize(1);
      for (Future<SyncReport> other : others) {
        assertThat(other.get().skipped()).hasSize(1);
      }
      // The read in progress, and one for all events that arrived during it; later events need
      // more.
      assertThat(reads.get()).isBetween(3, 10);
    } finally {
      answer.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void handle_rulesAreBeingReadAndTimeIsOver_eventOfNoRuleFails() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    RulesSource slow =
        deadline -> {
          if (reads.incrementAndGet() == 2) {
            began.countDown();
            await(answer);
          }
          return now;
        };
    S3Sync sync = builder(Duration.ofHours(1)).rules(slow, Duration.ofHours(1)).build();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<SyncReport> leader = threads.submit(() -> handle(sync, "else/0"));
      began.await();

      SyncReport report =
          sync.handle(Bodies.records(Bodies.recordOf("else/1")), Deadline.after(Duration.ZERO));

      assertThat(report.failed())
          .extracting(CopyOutcome.Failed::reason)
          .containsExactly(FailureReason.NO_RULE);
      answer.countDown();
      leader.get();
    } finally {
      answer.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void unmatched_retry_failsEventsOfNoRule() {
    S3Sync sync =
        S3Sync.builder()
            .rules(OLD.rules())
            .executor(new FakeExecutor())
            .listener(OutcomeListener.none())
            .unmatched(Unmatched.RETRY)
            .build();

    SyncReport report =
        sync.handle(
            List.of(ObjectEvent.created("src", "in/1"), ObjectEvent.created("src", "else/1")),
            Deadline.none());

    assertThat(report.copied()).hasSize(1);
    assertThat(report.failed())
        .extracting(CopyOutcome.Failed::reason)
        .containsExactly(FailureReason.NO_RULE);
  }

  @Test
  void unmatched_skip_isWarnedOfOnceAMinute() {
    S3Sync sync =
        S3Sync.builder()
            .rules(OLD.rules())
            .executor(new FakeExecutor())
            .listener(OutcomeListener.none())
            .concurrency(Concurrency.callerOnly())
            .clock(clock)
            .build();

    String log =
        CapturedLog.of(
            () -> {
              for (int i = 0; i < 1000; i++) {
                handle(sync, "else/%0A" + i);
              }
            });
    clock.advance(Duration.ofMinutes(1));
    String later = CapturedLog.of(() -> handle(sync, "x".repeat(1000)));

    assertThat(log)
        .containsOnlyOnce("\n")
        .contains("WARN", "1 events matched no rule and were skipped", "'src'", "else/%0A0");
    assertThat(later).contains("1000 events matched no rule").hasSizeLessThan(1000);
  }

  @Test
  void rules_negativeMaxAge_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Sync.builder().rules(this::read, Duration.ofNanos(-1)))
        .withMessage("maxAge is PT-0.000000001S, expected zero or more");
  }

  @Test
  void rulesOrigin_rulesOfTheBuilder_isCode() {
    S3Sync sync = S3Sync.builder().rules(OLD.rules()).executor(new FakeExecutor()).build();

    assertThat(sync.rulesOrigin()).isEqualTo("code");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
