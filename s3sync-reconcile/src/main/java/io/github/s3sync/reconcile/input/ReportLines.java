package io.github.s3sync.reconcile.input;

import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a report, whose first line shows whether it is CSV or JSON. */
final class ReportLines implements KeySource {

  /** Two keys of which each character is escaped, and messages. */
  static final int MAX_BYTES = 1 << 18;

  private static final Set<Verdict> USED =
      EnumSet.of(
          Verdict.MISSING,
          Verdict.DIFFERS,
          Verdict.EXTRA,
          Verdict.UNKNOWN,
          Verdict.FAILED,
          Verdict.IN_FLIGHT);

  private final LineReader lines;
  private @Nullable Format format;

  /**
   * Contains the values of a line.
   *
   * @param verdict the verdict's name; null if the line has none
   * @param reason the name of the verdict's reason; null if the line has none
   */
  record Row(
      @Nullable String verdict,
      @Nullable String reason,
      @Nullable String rule,
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String replicaBucket,
      @Nullable String replicaKey) {}

  /** Parses a line of one format. */
  @FunctionalInterface
  interface Format {

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if the line is wrong
     */
    Row parse(String line);
  }

  ReportLines(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public @Nullable GivenKey next() {
    while (true) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      try {
        if (format == null) {
          boolean json = line.stripLeading().startsWith("{");
          format = json ? new JsonLine() : new CsvLine(line);
          if (!json) {
            continue;
          }
        }
        Row row = format.parse(line);
        Verdict verdict = row.verdict() == null ? null : verdict(row.verdict());
        if (verdict == null || USED.contains(verdict)) {
          return given(row, verdict);
        }
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(lines.number(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static Verdict verdict(String name) {
    return Arrays.stream(Verdict.values())
        .filter(verdict -> verdict.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the verdict is '"
                        + shortened(name)
                        + "', expected one of "
                        + Arrays.toString(Verdict.values())));
  }

  private static GivenKey given(Row row, @Nullable Verdict verdict) {
    boolean replicaOnly = verdict == Verdict.EXTRA && row.replicaKey() != null;
    return new GivenKey(
        replicaOnly ? null : emptyToNull(row.bucket()),
        replicaOnly ? null : emptyToNull(row.key()),
        emptyToNull(row.replicaBucket()),
        emptyToNull(row.replicaKey()),
        emptyToNull(row.rule()),
        verdict == Verdict.UNKNOWN && UnknownReason.SHARED_REPLICA.name().equals(row.reason()));
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  static String shortened(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
