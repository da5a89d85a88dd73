package io.github.s3sync.reconcile.report;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.request.ObjectState;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of CSV for each finding, after a line with the column names. Keys are
 * URL-encoded, with {@code %20} for a space. Every key is thus exact, and every finding is one
 * line.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class CsvReport implements FindingListener, Closeable {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(
              "verdict",
              "action",
              "rule",
              "source_bucket",
              "source_key_url",
              "source_size",
              "source_etag",
              "source_last_modified",
              "replica_bucket",
              "replica_key_url",
              "replica_size",
              "replica_etag",
              "replica_last_modified",
              "differs",
              "unknown",
              "reason",
              "message")
          .build();

  private final CSVPrinter csv;

  /**
   * Creates a report and writes its first line.
   *
   * @param out receives the report, and is closed with it
   */
  public CsvReport(Appendable out) {
    this(out, true);
  }

  /**
   * Creates a report that may continue another one.
   *
   * @param out receives the report, and is closed with it
   * @param header whether to write the line with the column names
   */
  public CsvReport(Appendable out, boolean header) {
    try {
      this.csv = new CSVPrinter(out, FORMAT.builder().setSkipHeaderRecord(!header).build());
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void onFinding(Finding finding) {
    try {
      csv.print(finding.verdict());
      csv.print(finding.action());
      csv.print(oneLine(finding.rule()));
      print(finding.source(), finding.sourceState());
      print(finding.replica(), finding.replicaState());
      csv.print(String.join(" ", FindingText.names(finding.differing())));
      csv.print(String.join(" ", FindingText.names(finding.unknown())));
      csv.print(FindingText.reason(finding));
      csv.print(oneLine(finding.message()));
      csv.println();
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written: " + e.getMessage(), e);
    }
  }

  private void print(@Nullable ObjectRef object, @Nullable ObjectState state) throws IOException {
    csv.print(object == null ? null : object.bucket());
    csv.print(object == null ? null : encoded(object.key()));
    csv.print(state == null ? null : state.sizeBytes());
    csv.print(state == null ? null : state.eTag());
    csv.print(state == null ? null : state.lastModified());
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static @Nullable String oneLine(@Nullable String text) {
    return text == null ? null : text.replaceAll("\\p{Cntrl}", " ");
  }

  /** Closes the output. */
  @Override
  public synchronized void close() throws IOException {
    csv.close(true);
  }
}
