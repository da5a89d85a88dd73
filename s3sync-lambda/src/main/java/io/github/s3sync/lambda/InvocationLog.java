package io.github.s3sync.lambda;

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

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  private InvocationLog() {}

  static void received(Supplier<String> event) {
    if (log.isDebugEnabled()) {
      log.debug("received {}", printable(event.get()));
    }
  }

  static void handled(SyncReport report) {
    handled(List.of(report));
  }

  static void handled(List<SyncReport> reports) {
    if (!log.isInfoEnabled()) {
      return;
    }
    List<CopyOutcome.Copied> copied = reports.stream().flatMap(r -> r.copied().stream()).toList();
    log.atInfo()
        .addKeyValue("copied", copied.size())
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

  /** One line that forges no other, and not an unbounded one: the sender decides what is in it. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      String one =
          Character.isISOControl(c) || c == '\u2028' || c == '\u2029'
              ? String.format("\\u%04X", c)
              : Character.toString(c);
      if (shown.length() + one.length() > SHOWN) {
        return shown.append('…').toString();
      }
      shown.append(one);
    }
    return shown.toString();
  }
}
