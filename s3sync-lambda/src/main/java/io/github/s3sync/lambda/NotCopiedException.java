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
 * Not all that an event asked for was copied. Thrown where an exception is the only way to keep
 * Lambda from dropping the event.
 *
 * @since 0.1.0
 */
public final class NotCopiedException extends S3SyncException {

  private static final int SHOWN = 5;

  private final transient SyncReport report;

  /**
   * Says how many failed and why.
   *
   * @param report what became of the event
   */
  public NotCopiedException(SyncReport report) {
    super(LogText.of(describe(report), InvocationLog.SHOWN), unexpected(report));
    this.report = report;
  }

  /** For the messages of a queue, by their ids. */
  NotCopiedException(SyncReport report, List<String> messageIds) {
    super(
        LogText.of(
            describe(report) + "; messages " + InvocationLog.shown(messageIds),
            InvocationLog.SHOWN),
        unexpected(report));
    this.report = report;
  }

  /**
   * What became of the event, the copies that were made included.
   *
   * @return the report
   */
  public SyncReport report() {
    return report;
  }

  /** Only what is not foreseen is worth a stack trace; the messages of the others say it all. */
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
            .limit(SHOWN)
            .map(NotCopiedException::describe)
            .collect(Collectors.joining("; "));
    return report.summary()
        + " ("
        + reasons
        + "): "
        + first
        + (report.failed().size() > SHOWN ? "; …" : "");
  }

  private static String describe(CopyOutcome.Failed failed) {
    ObjectEvent event = failed.event();
    return event == null || failed.source() != null
        ? failed.message()
        : event.bucket() + " " + event.rawKey() + ": " + failed.message();
  }
}
