package io.github.s3sync.lambda;

import io.github.s3sync.event.LogText;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.util.Objects;
import java.util.stream.Collectors;

/** A message of which something was not copied. */
record FailedMessage(SqsMessage message, SyncReport report) {

  private static final int MAX_SHOWN = 300;

  /** Whether it may succeed by itself, so that it is worth a retry after seconds. */
  boolean isTransient() {
    return report.failed().stream()
        .anyMatch(failed -> failed.reason().cause() == FailureReason.Cause.TRANSIENT);
  }

  /** Whether more parts of a large object were copied, which the next receive resumes. */
  boolean hasProgressed() {
    return report.failed().stream().anyMatch(failed -> failed.partsKept() > 0);
  }

  /**
   * The id, the reasons and the first object that failed, for the log: lines about single objects
   * do not contain the id.
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
            .map(source -> " " + LogText.of(String.valueOf(source), MAX_SHOWN))
            .orElse("");
  }
}
