package io.github.s3sync.outcome;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes outcomes to the log. {@code ObjectRef} escapes keys. This class escapes messages, which
 * may quote a key or an answer of S3. Contents are never logged.
 */
enum LoggingListener implements OutcomeListener {
  INSTANCE;

  /** Longer than any key. */
  private static final int MAX_LOGGED_CHARS = 4_000;

  /** A sender can put thousands of records with such keys into one body. */
  private static final LogLimit UNDECODABLE = new LogLimit(100, System::nanoTime);

  private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);

  @Override
  public void onOutcome(CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Failed failed && failed.reason() != FailureReason.BUSY) {
      int suppressed = failed.reason() == FailureReason.KEY_UNDECODABLE ? UNDECODABLE.acquire() : 0;
      if (suppressed < 0) {
        return;
      }
      LoggingEventBuilder event =
          described(log.atWarn(), outcome)
              .addKeyValue("reason", failed.reason())
              .addKeyValue("retryable", failed.retryable());
      if (suppressed > 0) {
        event = event.addKeyValue("suppressedBefore", suppressed);
      }
      if (failed.event() == null && failed.recordId() != null) {
        // Without an object, the message id is the only way to find the record.
        event = event.addKeyValue("message", LogText.of(failed.recordId(), MAX_LOGGED_CHARS));
      }
      if (failed.reason() == FailureReason.UNEXPECTED && failed.cause() != null) {
        event = event.setCause(failed.cause());
      }
      event.log(
          isDelete(failed) ? "not deleted: {}" : "not copied: {}",
          LogText.of(failed.message(), MAX_LOGGED_CHARS));
      return;
    }
    // Checked first, because formatting the keys is wasted if DEBUG is off.
    if (!log.isDebugEnabled()) {
      return;
    }
    switch (outcome.kind()) {
      case COPIED -> {
        CopyOutcome.Copied copied = (CopyOutcome.Copied) outcome;
        described(log.atDebug(), outcome)
            .addKeyValue("bytes", copied.bytes())
            .addKeyValue("parts", copied.receipt().parts())
            .addKeyValue("lag", copied.lag())
            .log("copied");
      }
      case DELETED -> {
        CopyOutcome.Deleted deleted = (CopyOutcome.Deleted) outcome;
        described(log.atDebug(), outcome)
            .addKeyValue("versionId", deleted.receipt().versionId())
            .addKeyValue("lag", deleted.lag())
            .log("deleted");
      }
      case SKIPPED ->
          described(log.atDebug(), outcome)
              .addKeyValue("reason", ((CopyOutcome.Skipped) outcome).reason())
              .log("skipped");
      // BUSY: other failures were logged above.
      case FAILED ->
          described(log.atDebug(), outcome)
              .addKeyValue("reason", ((CopyOutcome.Failed) outcome).reason())
              .log("postponed");
    }
  }

  private static boolean isDelete(CopyOutcome outcome) {
    ObjectEvent event = outcome.event();
    return event != null && event.kind() == EventKind.REMOVED;
  }

  /**
   * Returns the source. An outcome without a plan is described by its event, whose key is still
   * encoded.
   */
  private static String source(CopyOutcome outcome) {
    ObjectEvent event = outcome.event();
    if (outcome.source() != null || event == null) {
      return Objects.toString(outcome.source(), "-");
    }
    return LogText.of(event.bucket(), MAX_LOGGED_CHARS)
        + " "
        + LogText.of(event.rawKey(), MAX_LOGGED_CHARS);
  }

  private static LoggingEventBuilder described(LoggingEventBuilder event, CopyOutcome outcome) {
    return event
        .addKeyValue("rule", LogText.of(Objects.toString(outcome.rule(), "-")))
        .addKeyValue("source", source(outcome))
        .addKeyValue("replica", Objects.toString(outcome.replica(), "-"))
        .addKeyValue("requests", outcome.requests());
  }
}
