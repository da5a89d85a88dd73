package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyOutcomeTest {

  private static final CopyPlan PLAN =
      CopyPlan.of(new ObjectRef("src", "a"), new ObjectRef("dst", "b"), CopyOptions.defaults());
  private static final String ARROW = "s3://src/a -> s3://dst/b (rule 'direct')";
  private static final CopyReceipt COPY =
      new CopyReceipt("e", "f", null, 7, 0, 1, Duration.ZERO, Instant.EPOCH);
  private static final DeleteReceipt DELETE =
      new DeleteReceipt(null, 4, Duration.ZERO, Instant.EPOCH);
  private static final ObjectEvent EVENT =
      ObjectEvent.builder(EventSource.S3_BATCH, EventKind.CREATED, "src", "a").id("T1").build();

  private static CopyOutcome.Failed failed(
      @Nullable ObjectEvent event, @Nullable CopyPlan plan, @Nullable String recordId) {
    return new CopyOutcome.Failed(
        event, plan, null, recordId, FailureReason.THROTTLED, "m", 0, null);
  }

  @Test
  void toString_withAndWithoutLag_isOneLine() {
    assertThat(new CopyOutcome.Copied(PLAN, COPY, null))
        .hasToString("copied " + ARROW + ": " + COPY);
    assertThat(new CopyOutcome.Copied(PLAN, COPY, Duration.ofSeconds(2)))
        .hasToString("copied " + ARROW + ": " + COPY + ", lag PT2S");
    assertThat(new CopyOutcome.Deleted(PLAN, DELETE, null))
        .hasToString("deleted " + ARROW + ": " + DELETE);
    assertThat(new CopyOutcome.Deleted(PLAN, DELETE, Duration.ofSeconds(3)))
        .hasToString("deleted " + ARROW + ": " + DELETE + ", lag PT3S");
  }

  @Test
  void toString_skipped_namesThePlanOrElseTheEvent() {
    assertThat(new CopyOutcome.Skipped(EVENT, PLAN, SkipReason.SOURCE_GONE, 1))
        .hasToString("skipped SOURCE_GONE: " + ARROW);
    assertThat(new CopyOutcome.Skipped(EVENT, null, SkipReason.NO_RULE, 0))
        .hasToString("skipped NO_RULE: " + EVENT);
  }

  @Test
  void toString_failed_namesThePlanOrElseTheEventOrElseTheRecord() {
    assertThat(failed(EVENT, PLAN, "T1")).hasToString("failed THROTTLED: m: " + ARROW);
    assertThat(failed(EVENT, null, "T1")).hasToString("failed THROTTLED: m: " + EVENT);
    assertThat(failed(null, null, "T1")).hasToString("failed THROTTLED: m: T1");
    assertThat(failed(null, null, null)).hasToString("failed THROTTLED: m");
  }

  @Test
  void toString_report_showsTheFirstThreeFailures() {
    CopyOutcome.Failed one = failed(null, null, "T1");
    assertThat(new SyncReport(List.of(), 0)).hasToString("0 copied, 0 skipped, 0 failed");
    assertThat(new SyncReport(Collections.nCopies(3, one), 0))
        .hasToString("0 copied, 0 skipped, 3 failed: " + one + "; " + one + "; " + one);
    assertThat(new SyncReport(Collections.nCopies(4, one), 0))
        .hasToString("0 copied, 0 skipped, 4 failed: " + one + "; " + one + "; " + one + "; …");
  }

  @Test
  void recordId_ofAnEvent_isItsId() {
    CopyOutcome skipped = new CopyOutcome.Skipped(EVENT, null, SkipReason.NO_RULE, 0);

    assertThat(skipped.recordId()).isEqualTo("T1");
  }

  /** The message of an error is often only the name of a class. */
  @Test
  void message_ofACause_saysWhatItIs() {
    assertThat(message(new IllegalStateException("text"))).isEqualTo("text");
    assertThat(message(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    assertThat(message(new NoClassDefFoundError("a/B")))
        .isEqualTo("java.lang.NoClassDefFoundError: a/B");
  }

  private static String message(Throwable cause) {
    return CopyOutcome.Failed.of(PLAN, FailureReason.UNEXPECTED, cause, 0).message();
  }

  @Test
  void partsKept_areThoseOfTheCause() {
    CopyException kept = new CopyException(FailureReason.THROTTLED, "m", 9, null).keeping(5);

    assertThat(CopyOutcome.Failed.of(PLAN, FailureReason.THROTTLED, kept, 9).partsKept())
        .isEqualTo(5);
    assertThat(failed(EVENT, PLAN, null).partsKept()).isZero();
  }
}
