package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final CopyOutcome FAILED =
      new CopyOutcome.Failed(
          null, null, null, null, FailureReason.MALFORMED_EVENT, "no JSON", 0, null);

  private final Progress progress = new Progress();

  @Test
  void line_beforeTheFirstAnswer_saysWhatIsKnown() {
    assertThat(progress.line(health(State.RECEIVING, null, 0, 16, null)))
        .isEqualTo(
            "0 copied, 0 deleted, 0 skipped, 0 failed since the start; RECEIVING, 0 of 16 messages"
                + " in work");
  }

  @Test
  void line_failuresAndTrouble_countsAndSaysThem() {
    progress.onMessage(
        new MessageOutcome("id", 1, Fate.RETRIED, new SyncReport(List.of(FAILED, FAILED), 0)));
    progress.onMessage(new MessageOutcome("id", 2, Fate.HANDED_BACK, null));

    assertThat(progress.line(health(State.BUSY, Duration.ofSeconds(5000), 8, 8, "no permission")))
        .isEqualTo(
            "0 copied, 0 deleted, 0 skipped, 2 {MALFORMED_EVENT=2} failed since the start; BUSY, 8"
                + " of 8 messages in work, backlog 5,000 s; no permission");
  }

  private static PollerHealth health(
      State state,
      @Nullable Duration backlogAge,
      int inFlight,
      int limit,
      @Nullable String trouble) {
    return new PollerHealth(
        state, null, null, null, backlogAge, inFlight, Duration.ZERO, limit, 0, trouble, true);
  }
}
