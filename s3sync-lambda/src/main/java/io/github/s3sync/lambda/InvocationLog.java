package io.github.s3sync.lambda;

import static java.util.stream.Collectors.joining;

import io.github.s3sync.event.LogText;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every invocation: at DEBUG its event, at INFO its outcomes. */
final class InvocationLog {

  static final int MAX_LOGGED_CHARS = 10_000;

  private static final int MAX_LOGGED_ELEMENTS = 100;

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  private InvocationLog() {}

  static void received(Supplier<String> event) {
    if (log.isDebugEnabled()) {
      // The sender controls the text: it must not forge other lines, and its length must be
      // bounded.
      log.debug("received {}", LogText.of(event.get(), MAX_LOGGED_CHARS));
    }
  }

  /** Logs at WARN, since a message that the redrive policy moves does not contain a reason. */
  static void reported(List<FailedMessage> failed) {
    log.atWarn()
        .addKeyValue("failedMessages", shown(failed))
        .log("{} messages are received again", failed.size());
  }

  /** Returns the first hundred elements. */
  static String shown(List<?> all) {
    String text =
        all.stream().limit(MAX_LOGGED_ELEMENTS).map(String::valueOf).collect(joining(", "));
    return "[" + text + (all.size() > MAX_LOGGED_ELEMENTS ? ", …" : "") + "]";
  }

  static void handled(List<SyncReport> reports) {
    if (!log.isInfoEnabled()) {
      return;
    }
    List<CopyOutcome.Copied> copied = reports.stream().flatMap(r -> r.copied().stream()).toList();
    log.atInfo()
        .addKeyValue("copied", copied.size())
        .addKeyValue("deleted", reports.stream().mapToInt(r -> r.deleted().size()).sum())
        .addKeyValue("skipped", reports.stream().mapToInt(r -> r.skipped().size()).sum())
        .addKeyValue("failed", reports.stream().mapToInt(r -> r.failed().size()).sum())
        .addKeyValue(
            "requests",
            reports.stream()
                .flatMap(r -> r.outcomes().stream())
                .mapToInt(CopyOutcome::requests)
                .sum())
        .addKeyValue("bytes", copied.stream().mapToLong(CopyOutcome.Copied::bytes).sum())
        .addKeyValue(
            "maxLag",
            copied.stream()
                .map(CopyOutcome.Copied::lag)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Duration::toString)
                .orElse("-"))
        .log("handled");
  }
}
