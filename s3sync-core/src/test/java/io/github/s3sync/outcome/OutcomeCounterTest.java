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
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeCounterTest {

  private static final CopyPlan PLAN =
      CopyPlan.of(new ObjectRef("src", "k"), new ObjectRef("dst", "k"), CopyOptions.defaults());

  private final OutcomeCounter counter = new OutcomeCounter();

  private static CopyOutcome copied(long bytes, int requests) {
    CopyReceipt receipt =
        new CopyReceipt("e", "e", null, bytes, 0, requests, Duration.ZERO, Instant.EPOCH);
    return new CopyOutcome.Copied(PLAN, receipt, null);
  }

  private static CopyOutcome failed(FailureReason reason) {
    return new CopyOutcome.Failed(PLAN.event(), PLAN, "r", null, reason, "m", 2, null);
  }

  @Test
  void counts_nothingHeard_areZero() {
    assertThat(counter.counts())
        .isEqualTo(new OutcomeCounter.Counts(0, 0, 0, 0, Map.of(), Map.of()));
  }

  @Test
  void counts_outcomesOfEachKind_areAddedUpByReason() {
    counter.onOutcome(copied(10, 1));
    counter.onOutcome(copied(5, 7));
    counter.onOutcome(
        new CopyOutcome.Deleted(
            PLAN, new DeleteReceipt(null, 4, Duration.ZERO, Instant.EPOCH), null));
    counter.onOutcome(
        new CopyOutcome.Skipped(ObjectEvent.created("src", "a"), null, SkipReason.NO_RULE, 0));
    counter.onOutcome(failed(FailureReason.THROTTLED));
    counter.onOutcome(failed(FailureReason.THROTTLED));
    counter.onOutcome(failed(FailureReason.KMS_KEY));

    assertThat(counter.counts())
        .isEqualTo(
            new OutcomeCounter.Counts(
                2,
                15,
                1,
                18,
                Map.of(SkipReason.NO_RULE, 1L),
                Map.of(FailureReason.THROTTLED, 2L, FailureReason.KMS_KEY, 1L)));
  }

  @Test
  void counts_outcomesOfManyThreads_missNone() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> counter.onOutcome(failed(FailureReason.CONFLICT)));

    assertThat(counter.counts().failed())
        .containsExactly(Map.entry(FailureReason.CONFLICT, 10_000L));
  }
}
