package io.github.s3sync.service;

import io.github.s3sync.outcome.OutcomeCounter;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerListener;
import java.time.Duration;
import java.util.Map;

/** Counts the outcomes of objects; an object that is retried counts each time. Thread-safe. */
final class Progress implements PollerListener {

  private final OutcomeCounter outcomes = new OutcomeCounter();

  @Override
  public void onMessage(MessageOutcome outcome) {
    SyncReport report = outcome.report();
    if (report != null) {
      report.outcomes().forEach(outcomes::onOutcome);
    }
  }

  /** Returns one line with the totals since the start and the work in progress. */
  String line(PollerHealth health) {
    OutcomeCounter.Counts counts = outcomes.counts();
    Duration age = health.backlogAge();
    return "%,d copied, %,d deleted, %s skipped, %s failed since the start; %s, %d of %d messages in work%s%s"
        .formatted(
            counts.copied(),
            counts.deleted(),
            sum(counts.skipped()),
            sum(counts.failed()),
            health.state(),
            health.inFlight(),
            health.limit(),
            age == null ? "" : ", backlog %,d s".formatted(age.toSeconds()),
            health.trouble() == null ? "" : "; " + health.trouble());
  }

  private static String sum(Map<?, Long> byReason) {
    long sum = byReason.values().stream().mapToLong(Long::longValue).sum();
    return "%,d%s".formatted(sum, byReason.isEmpty() ? "" : " " + byReason);
  }
}
