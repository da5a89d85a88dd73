package io.github.s3sync.examples.demo;

import io.github.s3sync.outcome.CopyOutcome.Copied;
import io.github.s3sync.outcome.CopyOutcome.Deleted;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prints copies as a table. Keys come last, because Hangul is wider than its number of characters.
 */
final class ResultTable {

  private static final int MAX_ROWS = 40;

  private final PrintStream out;

  ResultTable(PrintStream out) {
    this.out = out;
  }

  /** Prints a row for each copy, up to a maximum, and the totals. */
  void print(List<Copied> copies, Duration wallTime) {
    out.printf("%14s %9s %9s  %s%n", "bytes", "requests", "lag", "source -> replica");
    copies.stream().limit(MAX_ROWS).forEach(this::row);
    if (copies.size() > MAX_ROWS) {
      out.printf("%34s  … and %,d more%n", "", copies.size() - MAX_ROWS);
    }
    long bytes = copies.stream().mapToLong(Copied::bytes).sum();
    int requests = copies.stream().mapToInt(Copied::requests).sum();
    out.printf("%,14d %,9d %9s  in all, %,d objects%n", bytes, requests, "", copies.size());
    List<Duration> lags =
        copies.stream().map(Copied::lag).filter(Objects::nonNull).sorted().toList();
    if (!lags.isEmpty()) {
      out.printf(
          "%nRequests to S3 per object: %.2f. Lag from S3's event to the replica: p50 %s, max %s."
              + " Wall time: %.1f s.%n",
          (double) requests / copies.size(),
          millis(lags.get(lags.size() / 2)),
          millis(lags.get(lags.size() - 1)),
          wallTime.toMillis() / 1000.0);
    }
  }

  /** Prints one copy. */
  void row(Copied copy) {
    out.printf(
        "%,14d %,9d %9s  %s -> %s%n",
        copy.bytes(), copy.requests(), millis(copy.lag()), copy.source(), copy.replica());
  }

  /** Prints one delete. */
  void row(Deleted delete) {
    out.printf(
        "%14s %,9d %9s  %s -> %s%n",
        "deleted", delete.requests(), millis(delete.lag()), delete.source(), delete.replica());
  }

  private static String millis(@Nullable Duration lag) {
    return lag == null ? "-" : "%,d ms".formatted(lag.toMillis());
  }
}
