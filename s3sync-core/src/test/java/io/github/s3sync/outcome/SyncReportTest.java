package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncReportTest {

  private static final CopyPlan PLAN =
      CopyPlan.of(new ObjectRef("src", "a"), new ObjectRef("dst", "b"), CopyOptions.defaults());
  private static final CopyOutcome COPIED =
      new CopyOutcome.Copied(
          PLAN,
          new CopyReceipt("e", "e", null, 7, 0, 1, Duration.ofMillis(5), Instant.EPOCH),
          null);
  private static final CopyOutcome DELETED =
      new CopyOutcome.Deleted(
          PLAN, new DeleteReceipt("v", 4, Duration.ofMillis(5), Instant.EPOCH), null);
  private static final CopyOutcome SKIPPED =
      new CopyOutcome.Skipped(ObjectEvent.created("src", "a"), null, SkipReason.NO_RULE, 2);

  private static CopyOutcome.Failed failed(FailureReason reason) {
    return new CopyOutcome.Failed(null, null, null, "T1", reason, "m", 0, null);
  }

  @Test
  void report_outcomes_areSortedByKindInTheirOrder() {
    CopyOutcome.Failed first = failed(FailureReason.ACCESS_DENIED);
    CopyOutcome.Failed second = failed(FailureReason.THROTTLED);
    SyncReport report = new SyncReport(List.of(first, COPIED, SKIPPED, second), 3);

    assertThat(report.copied()).containsExactly((CopyOutcome.Copied) COPIED);
    assertThat(report.skipped()).containsExactly((CopyOutcome.Skipped) SKIPPED);
    assertThat(report.failed()).containsExactly(first, second);
    assertThat(report.summary()).isEqualTo("1 copied, 1 skipped, 2 failed");
    assertThat(report.setUpMessages()).isEqualTo(3);
  }

  @Test
  void report_deletes_areNamedIfThereAreAny() {
    SyncReport report = new SyncReport(List.of(DELETED, COPIED), 0);

    assertThat(report.deleted()).containsExactly((CopyOutcome.Deleted) DELETED);
    assertThat(report.failed()).isEmpty();
    assertThat(report.summary()).isEqualTo("1 copied, 1 deleted, 0 skipped, 0 failed");
  }

  @Test
  void report_listChangedAfterwards_doesNotChange() {
    List<CopyOutcome> outcomes = new ArrayList<>(List.of(COPIED));
    SyncReport report = new SyncReport(outcomes, 0);
    outcomes.clear();

    assertThat(report.outcomes()).containsExactly(COPIED);
  }

  @Test
  void outcome_facts_comeFromItsPlanAndReceipt() {
    assertThat(COPIED.source()).isEqualTo(new ObjectRef("src", "a"));
    assertThat(COPIED.replica()).isEqualTo(new ObjectRef("dst", "b"));
    assertThat(COPIED.rule()).isEqualTo("direct");
    assertThat(COPIED.requests()).isEqualTo(1);
    assertThat(COPIED.recordId()).isNull();
    assertThat(((CopyOutcome.Copied) COPIED).bytes()).isEqualTo(7);
    assertThat(DELETED.replica()).isEqualTo(new ObjectRef("dst", "b"));
    assertThat(DELETED.event()).isSameAs(PLAN.event());
    assertThat(DELETED.requests()).isEqualTo(4);
    assertThat(SKIPPED.rule()).isNull();
    assertThat(SKIPPED.source()).isNull();
    assertThat(failed(FailureReason.THROTTLED).recordId()).isEqualTo("T1");
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void retryable_eachReason_isThatOfItsOutcome(FailureReason reason) {
    assertThat(failed(reason).retryable()).isEqualTo(reason.retryable());
  }
}
