package io.github.s3sync.cli;

import io.github.s3sync.event.LogText;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Formats one finding as a line for people. */
final class FindingLine {

  private FindingLine() {}

  static void print(PrintWriter out, Finding finding) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-9s ", finding.verdict()));
    if (finding.source() != null) {
      line.append(finding.source());
    }
    if (finding.replica() != null) {
      line.append(finding.source() == null ? "-> " : " -> ").append(finding.replica());
    }
    line.append("  ").append(details(finding));
    out.println(LogText.of(line.toString().stripTrailing()));
  }

  private static String details(Finding finding) {
    StringBuilder text = new StringBuilder();
    if (!finding.differing().isEmpty()) {
      text.append(
          finding.differing().stream()
              .sorted()
              .map(Objects::toString)
              .collect(Collectors.joining(", ")));
    }
    if (finding.unknownReason() != null) {
      append(text, finding.unknownReason().name());
    }
    if (finding.failureReason() != null) {
      append(text, finding.failureReason().name());
    }
    if (finding.action() != Action.NONE) {
      append(text, finding.action().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (finding.skipReason() != null) {
      append(text, finding.skipReason().name());
    }
    if (finding.message() != null) {
      append(text, finding.message());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String part) {
    text.append(text.length() == 0 ? "" : "; ").append(part);
  }
}
