package io.github.s3sync.outcome;

import io.github.s3sync.key.OneLine;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes outcomes to the log. Keys are escaped by {@code ObjectRef}, and messages here, which may
 * quote a key or S3's answer; contents are never written.
 */
enum LoggingListener implements OutcomeListener {
  INSTANCE;

  private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);

  @Override
  public void onOutcome(CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Failed failed) {
      described(log.atWarn(), outcome)
          .addKeyValue("reason", failed.reason())
          .addKeyValue("retryable", failed.retryable())
          .log("not copied: {}", OneLine.of(failed.message()));
    } else if (outcome instanceof CopyOutcome.Skipped skipped) {
      described(log.atDebug(), outcome).addKeyValue("reason", skipped.reason()).log("skipped");
    } else if (outcome instanceof CopyOutcome.Copied copied) {
      described(log.atDebug(), outcome)
          .addKeyValue("bytes", copied.bytes())
          .addKeyValue("parts", copied.receipt().parts())
          .addKeyValue("lag", copied.lag())
          .log("copied");
    }
  }

  private static LoggingEventBuilder described(LoggingEventBuilder event, CopyOutcome outcome) {
    return event
        .addKeyValue("rule", OneLine.of(Objects.toString(outcome.rule(), "-")))
        .addKeyValue("source", Objects.toString(outcome.source(), "-"))
        .addKeyValue("replica", Objects.toString(outcome.replica(), "-"))
        .addKeyValue("requests", outcome.requests());
  }
}
