package io.github.s3sync.lambda;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.util.EnumMap;
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
public final class NotCopiedException extends RuntimeException {

  private static final int SHOWN = 5;

  private final transient SyncReport report;

  /**
   * Says how many failed and why.
   *
   * @param report what became of the event
   */
  public NotCopiedException(SyncReport report) {
    super(InvocationLog.printable(describe(report)), firstCause(report));
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

  private static @Nullable Throwable firstCause(SyncReport report) {
    return report.failed().stream()
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
            .map(CopyOutcome.Failed::message)
            .collect(Collectors.joining("; "));
    return report.summary()
        + " ("
        + reasons
        + "): "
        + first
        + (report.failed().size() > SHOWN ? "; …" : "");
  }
}
