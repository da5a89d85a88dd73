package io.github.s3sync.lambda;

import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.event.S3SyncException;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if at least one object of an event was not copied, where an exception is the only way to
 * prevent Lambda from dropping the event.
 *
 * @since 0.1.0
 */
public final class NotCopiedException extends S3SyncException {

  private static final int MAX_LISTED = 5;

  private final transient SyncReport report;

  /**
   * Creates an exception whose message contains the number of failures and their reasons.
   *
   * @param report the outcomes of the event
   */
  public NotCopiedException(SyncReport report) {
    super(LogText.of(describe(report), InvocationLog.MAX_LOGGED_CHARS), unexpected(report));
    this.report = report;
  }

  /** Creates an exception for the messages of a queue, by their ids. */
  NotCopiedException(SyncReport report, List<String> messageIds) {
    super(
        LogText.of(
            describe(report) + "; messages " + InvocationLog.shown(messageIds),
            InvocationLog.MAX_LOGGED_CHARS),
        unexpected(report));
    this.report = report;
  }

  /**
   * Returns the outcomes of the event, including the copies that were made.
   *
   * @return the report
   */
  public SyncReport report() {
    return report;
  }

  /**
   * Returns the cause of an unexpected failure, which needs a stack trace; other failures are
   * described by their messages.
   */
  private static @Nullable Throwable unexpected(SyncReport report) {
    return report.failed().stream()
        .filter(failed -> failed.reason() == FailureReason.UNEXPECTED)
        .map(CopyOutcome.Failed::cause)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String describe(SyncReport report) {
    Map<FailureReason, Integer> counts = new EnumMap<>(FailureReason.class);
    for (CopyOutcome.Failed failed : report.failed()) {
      counts.merge(failed.reason(), 1, Integer::sum);
    }
    String reasons =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    String first =
        report.failed().stream()
            .limit(MAX_LISTED)
            .map(NotCopiedException::describe)
            .collect(Collectors.joining("; "));
    return report.summary()
        + " ("
        + reasons
        + "): "
        + first
        + (report.failed().size() > MAX_LISTED ? "; …" : "");
  }

  private static String describe(CopyOutcome.Failed failed) {
    ObjectEvent event = failed.event();
    return event == null || failed.source() != null
        ? failed.message()
        : event.bucket() + " " + event.rawKey() + ": " + failed.message();
  }
}
