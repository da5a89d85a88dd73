package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.Bodies;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.outcome.CapturedLog;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the façade reports an outcome for each record, and that partial failure is a result.
 */
class S3SyncTest {

  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .to("dst", KeyMapper.replacePrefix("in/", "bdp/"))
          .build();

  private final FakeExecutor executor = new FakeExecutor();

  private S3SyncBuilder sync() {
    return S3Sync.builder().rules(RULE).executor(executor).listener(OutcomeListener.none());
  }

  private SyncReport handle(String... rawKeys) {
    List<String> records = new ArrayList<>();
    for (String rawKey : rawKeys) {
      records.add(Bodies.recordOf(rawKey));
    }
    return sync().build().handle(Bodies.records(records.toArray(String[]::new)), Deadline.none());
  }

  @Test
  void handle_oneCopyFails_theOthersAreMadeAndTheOrderIsKept() {
    executor.on(
        "in/2",
        () -> {
          throw new CopyException(FailureReason.ACCESS_DENIED, "no permission", 3, null);
        });

    SyncReport report = handle("in/1", "in/2", "other", "in/3", "in/%zz");

    assertThat(report.summary()).isEqualTo("2 copied, 1 skipped, 2 failed");
    assertThat(report.outcomes())
        .satisfiesExactly(
            o -> assertThat(String.valueOf(o.replica())).isEqualTo("s3://dst/bdp/1"),
            o -> assertThat(o).isInstanceOf(CopyOutcome.Failed.class),
            o -> assertThat(o).isInstanceOf(CopyOutcome.Skipped.class),
            o -> assertThat(String.valueOf(o.replica())).isEqualTo("s3://dst/bdp/3"),
            o -> assertThat(o).isInstanceOf(CopyOutcome.Failed.class));
    CopyOutcome.Failed failed = report.failed().get(0);
    assertThat(failed.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(failed.message()).isEqualTo("no permission");
    assertThat(failed.requests()).isEqualTo(3);
    assertThat(failed.rule()).isEqualTo("r");
    assertThat(report.failed().get(1).reason()).isEqualTo(FailureReason.KEY_UNDECODABLE);
  }

  @Test
  void handle_malformedRecordAmongGoodOnes_failsAlone() {
    String body =
        Bodies.records(Bodies.recordOf("in/1"), Bodies.record("{}"), Bodies.recordOf("in/2"));

    SyncReport report = sync().build().handle(body, Deadline.none());

    assertThat(report.copied()).hasSize(2);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.MALFORMED_EVENT);
              assertThat(failed.message())
                  .isEqualTo("record 1: s3.object.key is missing or empty, expected a string");
              assertThat(failed.event()).isNull();
            });
  }

  @Test
  void handle_bodyThatIsNotANotification_isAFailureThatTheListenerReceives() {
    List<CopyOutcome> received = new ArrayList<>();
    S3Sync sync = sync().listener(received::add).build();

    SyncReport report = sync.handle("{}", Deadline.none());

    assertThat(report.failed())
        .extracting(CopyOutcome.Failed::reason)
        .containsExactly(FailureReason.MALFORMED_EVENT);
    assertThat(received).isEqualTo(report.outcomes());
  }

  @Test
  void handle_notificationThatTheCallerHasRead_isHandledLikeItsBody() {
    String body = Bodies.file("s3-test-event.json");

    SyncReport report = sync().build().handle(new EventReader().read(body), Deadline.none());

    assertThat(report).isEqualTo(sync().build().handle(body, Deadline.none()));
    assertThat(report.setUpMessages()).isEqualTo(1);
  }

  @Test
  void handle_testEvent_isAnEmptyReport() {
    SyncReport report = sync().build().handle(Bodies.file("s3-test-event.json"), Deadline.none());

    assertThat(report).isEqualTo(new SyncReport(List.of(), 1));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void handle_error_isAnOutcomeThatListenersHearAndLeavesTheOthersAlone(
      Error error, FailureReason reason) {
    executor.on(
        "in/2",
        () -> {
          throw error;
        });
    List<CopyOutcome> heard = new ArrayList<>();

    SyncReport report =
        sync()
            .listener(heard::add)
            .build()
            .handle(
                Bodies.records(
                    Bodies.recordOf("in/1"), Bodies.recordOf("in/2"), Bodies.recordOf("in/3")),
                Deadline.none());

    assertThat(report.copied()).hasSize(2);
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.message()).isEqualTo(error.toString());
              assertThat(failed.cause()).isSameAs(error);
            });
    assertThat(heard).containsExactlyElementsOf(report.outcomes());
  }

  static List<Arguments> errors() {
    return List.of(
        Arguments.of(new NoSuchMethodError("ifNoneMatch"), FailureReason.INCOMPATIBLE_LIBRARY),
        Arguments.of(new NoClassDefFoundError("a/b/C"), FailureReason.INCOMPATIBLE_LIBRARY),
        Arguments.of(new ExceptionInInitializerError(), FailureReason.INCOMPATIBLE_LIBRARY),
        Arguments.of(new AssertionError("no"), FailureReason.UNEXPECTED),
        Arguments.of(new StackOverflowError(), FailureReason.UNEXPECTED),
        Arguments.of(new OutOfMemoryError("Java heap space"), FailureReason.UNEXPECTED));
  }

  @Test
  void addListener_several_allHearAndTheOneBeforeIsKept() {
    List<String> heard = new ArrayList<>();

    sync()
        .listener(outcome -> heard.add("first"))
        .addListener(outcome -> heard.add("second"))
        .build()
        .handle(Bodies.records(Bodies.recordOf("in/1")), Deadline.none());

    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void handle_listenerThrowsAnError_theOutcomesStand() {
    SyncReport report =
        sync()
            .listener(
                outcome -> {
                  throw new OutOfMemoryError("Java heap space");
                })
            .build()
            .handle(Bodies.records(Bodies.recordOf("in/1")), Deadline.none());

    assertThat(report.copied()).hasSize(1);
  }

  @Test
  void handle_unexpectedException_isAnOutcomeWithItsCause() {
    IllegalStateException boom = new IllegalStateException();
    executor.on(
        "in/1",
        () -> {
          throw boom;
        });

    CopyOutcome.Failed failed = handle("in/1", "in/2").failed().get(0);

    assertThat(failed.reason()).isEqualTo(FailureReason.UNEXPECTED);
    assertThat(failed.message()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.cause()).isSameAs(boom);
    assertThat(failed.retryable()).isTrue();
  }

  @Test
  void handle_copyNotNeeded_isSkippedWithItsReason() {
    executor.on("in/1", () -> new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 2));

    assertThat(handle("in/1").skipped())
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_GONE);
              assertThat(skipped.requests()).isEqualTo(2);
              assertThat(skipped.plan()).isNotNull();
            });
  }

  @Test
  void handle_eventWithTime_hasALag() {
    String timed =
        Bodies.recordOf("in/1").replace("{\"ev", "{\"eventTime\":\"2026-09-01T10:20:30Z\",\"ev");

    SyncReport report =
        sync().build().handle(Bodies.records(timed, Bodies.recordOf("in/2")), Deadline.none());

    assertThat(report.copied())
        .extracting(CopyOutcome.Copied::lag)
        .containsExactly(Duration.ofSeconds(3), null);
  }

  @Test
  void handle_listener_hearsEachOutcomeOnce() {
    List<CopyOutcome> heard = new ArrayList<>();
    String body =
        Bodies.records(Bodies.recordOf("in/1"), Bodies.record("{}"), Bodies.recordOf("x"));

    SyncReport report = sync().listener(heard::add).build().handle(body, Deadline.none());

    assertThat(heard).containsExactlyElementsOf(report.outcomes());
  }

  @Test
  void handle_listenerThrows_changesNothing() {
    S3Sync sync =
        sync()
            .listener(
                outcome -> {
                  throw new IllegalStateException("boom");
                })
            .build();
    List<SyncReport> reports = new ArrayList<>();

    CapturedLog.of(
        () -> reports.add(sync.handle(Bodies.records(Bodies.recordOf("in/1")), Deadline.none())));

    assertThat(reports.get(0).copied()).hasSize(1);
  }

  @Test
  void build_withoutRulesOrExecutor_namesWhatIsMissing() {
    assertThatThrownBy(() -> S3Sync.builder().executor(executor).build())
        .isInstanceOf(NullPointerException.class)
        .hasMessage("rules");
    assertThatThrownBy(() -> S3Sync.builder().rules(RULE).build())
        .isInstanceOf(NullPointerException.class)
        .hasMessage("executor");
  }

  @Test
  void build_rulesThatMayCollide_areWarnedOf() {
    CopyRule flat = CopyRule.named("r").from("src").to("dst", KeyMapper.flatten("")).build();

    assertThat(CapturedLog.of(() -> sync().rules(flat).build()))
        .contains("WARN", "rule 'r': two source keys can map to the same key of 'dst'");
  }

  @Test
  void rules_ofAFacade_areThoseItWasMadeWith() {
    assertThat(sync().build().rules().rules()).containsExactly(RULE);
  }

  @Test
  void close_closesWhatWasGivenAndNothingElse() {
    List<String> closed = new ArrayList<>();
    S3Sync sync =
        sync()
            .closing(
                () -> {
                  throw new IllegalStateException("boom");
                })
            .closing(() -> closed.add("client"))
            .build();

    assertThat(CapturedLog.of(sync::close)).contains("could not close", "boom");

    assertThat(closed).containsExactly("client");
  }
}
