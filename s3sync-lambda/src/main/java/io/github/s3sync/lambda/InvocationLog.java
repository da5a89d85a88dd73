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

/** What every invocation writes: at DEBUG what came, at INFO what became of it. */
final class InvocationLog {

  static final int SHOWN = 10_000;

  private static final int MAX_SHOWN = 100;

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  private InvocationLog() {}

  static void received(Supplier<String> event) {
    if (log.isDebugEnabled()) {
      // The sender decides what is in it: it must forge no other line, and have an end.
      log.debug("received {}", LogText.of(event.get(), SHOWN));
    }
  }

  /** At WARN: a message that the redrive policy moves carries no reason, so the log must. */
  static void reported(List<FailedMessage> failed) {
    log.atWarn()
        .addKeyValue("failedMessages", shown(failed))
        .log("{} messages are received again", failed.size());
  }

  /** The first hundred. */
  static String shown(List<?> all) {
    String text = all.stream().limit(MAX_SHOWN).map(String::valueOf).collect(joining(", "));
    return "[" + text + (all.size() > MAX_SHOWN ? ", …" : "") + "]";
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
