package io.github.s3sync.lambda;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.util.stream.Collectors;

/** A message of which something was not copied. */
record FailedMessage(SqsMessage message, SyncReport report) {

  /** Whether it may succeed by itself, so that it is worth a retry after seconds. */
  boolean isTransient() {
    return report.failed().stream()
        .anyMatch(failed -> failed.reason().cause() == FailureReason.Cause.TRANSIENT);
  }

  /** Whether more parts of a large object were copied, which the next receive resumes. */
  boolean hasProgressed() {
    return report.failed().stream().anyMatch(failed -> failed.partsKept() > 0);
  }

  /** The id and why, for the log. */
  @Override
  public String toString() {
    return message.id()
        + " "
        + report.failed().stream()
            .map(CopyOutcome.Failed::reason)
            .distinct()
            .map(FailureReason::name)
            .collect(Collectors.joining("+"));
  }
}
