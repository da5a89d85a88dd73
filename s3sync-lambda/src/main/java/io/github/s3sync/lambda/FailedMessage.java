package io.github.s3sync.lambda;

import io.github.s3sync.event.LogText;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.util.Objects;
import java.util.stream.Collectors;

/** A message with at least one object that was not copied. */
record FailedMessage(SqsMessage message, SyncReport report) {

  private static final int MAX_LOGGED_ELEMENTS = 300;

  /** Returns whether it may succeed by itself, so that a retry after seconds is useful. */
  boolean isTransient() {
    return report.failed().stream()
        .anyMatch(failed -> failed.reason().cause() == FailureReason.Cause.TRANSIENT);
  }

  /** Returns whether more parts of a large object were copied, which the next receive resumes. */
  boolean hasProgressed() {
    return report.failed().stream().anyMatch(failed -> failed.partsKept() > 0);
  }

  /**
   * Returns the id, the reasons and the first object that failed, for the log: lines about single
   * objects do not contain the id.
   */
  @Override
  public String toString() {
    return message.id()
        + " "
        + report.failed().stream()
            .map(CopyOutcome.Failed::reason)
            .distinct()
            .map(FailureReason::name)
            .collect(Collectors.joining("+"))
        + report.failed().stream()
            .map(CopyOutcome::source)
            .filter(Objects::nonNull)
            .findFirst()
            .map(source -> " " + LogText.of(String.valueOf(source), MAX_LOGGED_ELEMENTS))
            .orElse("");
  }
}
