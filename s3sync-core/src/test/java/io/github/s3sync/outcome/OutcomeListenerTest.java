package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeListenerTest {

  private static final CopyOutcome SKIPPED =
      new CopyOutcome.Skipped(ObjectEvent.created("src", "a"), null, SkipReason.NO_RULE, 0);

  private static CopyOutcome.Failed failed(String key, String message) {
    CopyPlan plan =
        CopyPlan.of(new ObjectRef("src", key), new ObjectRef("dst", key), CopyOptions.defaults());
    return new CopyOutcome.Failed(
        plan.event(), plan, "r", null, FailureReason.ACCESS_DENIED, message, 1, null);
  }

  private static String logged(CopyOutcome outcome) {
    return CapturedLog.of(() -> OutcomeListener.logging().onOutcome(outcome));
  }

  @Test
  void logging_failure_isALineWithItsFacts() {
    assertThat(logged(failed("in/한글", "no permission")))
        .containsOnlyOnce("\n")
        .contains("WARN", "r", "s3://src/in/한글", "s3://dst/in/한글", "ACCESS_DENIED")
        .contains("retryable", "requests", "not copied: no permission");
  }

  @Test
  void logging_failureOfADelete_saysThatItIsOne() {
    ObjectEvent removed =
        ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "src", "a")
            .name("ObjectRemoved:Delete")
            .build();
    CopyOutcome outcome =
        new CopyOutcome.Failed(
            removed, null, "r", null, FailureReason.DELETE_BRAKE, "too many", 2, null);

    assertThat(logged(outcome)).contains("WARN", "DELETE_BRAKE", "not deleted: too many");
  }

  @Test
  void logging_controlCharactersInAKey_cannotForgeALine() {
    assertThat(logged(failed("a\nERROR forged\r\u2028b", "m")))
        .hasLineCount(1)
        .contains("a\\u000AERROR forged\\u000D\\u2028b");
  }

  @Test
  void logging_controlCharactersInAMessage_cannotForgeALine() {
    assertThat(logged(failed("a", "For input string: \"1\nERROR forged\r\u0085\"")))
        .hasLineCount(1)
        .contains("1\\u000AERROR forged\\u000D\\u0085");
  }

  @Test
  void logging_recordThatCouldNotBeRead_isALine() {
    CopyOutcome outcome =
        new CopyOutcome.Failed(
            null, null, null, "id", FailureReason.MALFORMED_EVENT, "record 0: x\ny", 0, null);

    assertThat(logged(outcome)).hasLineCount(1).contains("message=id", "record 0: x\\u000Ay");
  }

  @Test
  void logging_eventWithoutAPlan_isNamedByItsKeyAsSent() {
    CopyOutcome outcome =
        new CopyOutcome.Failed(
            ObjectEvent.created("src", "a\nb"),
            null,
            null,
            "id",
            FailureReason.KEY_TOO_LONG,
            "m",
            0,
            null);

    assertThat(logged(outcome))
        .hasLineCount(1)
        .contains("source=src a\\u000Ab", "replica=-", "rule=-")
        .doesNotContain("message=");
  }

  @Test
  void logging_outcomeWithoutAnObject_namesNone() {
    CopyOutcome outcome =
        new CopyOutcome.Failed(null, null, null, null, FailureReason.MALFORMED_EVENT, "m", 0, null);

    assertThat(logged(outcome)).hasLineCount(1).contains("source=-").doesNotContain("message=");
  }

  /** The stack trace is that of a fault in the code. */
  @Test
  void logging_unexpectedException_hasItsStackTrace() {
    assertThat(logged(caused(FailureReason.UNEXPECTED)))
        .contains("java.lang.IllegalStateException: boom", "\tat ");
    assertThat(logged(caused(FailureReason.THROTTLED)))
        .hasLineCount(1)
        .doesNotContain("IllegalStateException");
  }

  private static CopyOutcome caused(FailureReason reason) {
    return new CopyOutcome.Failed(
        null, null, null, null, reason, "m", 0, new IllegalStateException("boom"));
  }

  /** A message that waits for another one of its key is delivered again soon. */
  @Test
  void logging_busy_isNoWarning() {
    assertThat(logged(caused(FailureReason.BUSY))).isEmpty();
  }

  @Test
  void guarded_listenerThrows_isLoggedOnly() {
    OutcomeListener guarded =
        OutcomeListener.guarded(
            outcome -> {
              throw new IllegalStateException("boom");
            });

    assertThat(CapturedLog.of(() -> guarded.onOutcome(SKIPPED)))
        .contains(
            "WARN", "an outcome listener threw an exception; the outcome is not affected", "boom");
  }

  @Test
  void andThen_firstThrows_theOtherHearsStill() {
    List<CopyOutcome> heard = new ArrayList<>();
    OutcomeListener first =
        outcome -> {
          throw new IllegalStateException("boom");
        };

    CapturedLog.of(() -> first.andThen(heard::add).onOutcome(SKIPPED));

    assertThat(heard).containsExactly(SKIPPED);
  }

  @Test
  void andThen_outcome_isHeardByBothInTheirOrder() {
    List<String> heard = new ArrayList<>();

    OutcomeListener both =
        ((OutcomeListener) outcome -> heard.add("first")).andThen(outcome -> heard.add("other"));
    both.onOutcome(SKIPPED);

    assertThat(heard).containsExactly("first", "other");
  }

  @Test
  void none_outcome_isNotHeard() {
    assertThatCode(() -> OutcomeListener.none().onOutcome(SKIPPED)).doesNotThrowAnyException();
  }
}
