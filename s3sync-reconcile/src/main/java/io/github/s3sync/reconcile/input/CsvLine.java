package io.github.s3sync.reconcile.input;

import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.UndecodableKeyException;
import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Parses a line of CSV, whose columns the first line names. */
final class CsvLine implements ReportLines.Format {

  private static final String SOURCE_KEY = "source_key_url";
  private static final String REPLICA_KEY = "replica_key_url";

  private final List<String> columns;

  /**
   * Creates a format.
   *
   * @throws IllegalArgumentException if the first line is not that of a report
   */
  CsvLine(String header) {
    this.columns = values(header);
    if (!columns.contains(SOURCE_KEY) && !columns.contains(REPLICA_KEY)) {
      throw new IllegalArgumentException(
          "neither a JSON object nor the column names of a report, expected a column "
              + SOURCE_KEY
              + " or "
              + REPLICA_KEY
              + "; a list of keys is given as keys:FILE");
    }
  }

  @Override
  public ReportLines.Row parse(String line) {
    List<String> values = values(line);
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(
          values.size() + " columns, expected " + columns.size() + " as in line 1");
    }
    return new ReportLines.Row(
        value(values, "verdict"),
        value(values, "reason"),
        value(values, "rule"),
        value(values, "source_bucket"),
        key(values, SOURCE_KEY),
        value(values, "replica_bucket"),
        key(values, REPLICA_KEY));
  }

  private @Nullable String value(List<String> values, String column) {
    int index = columns.indexOf(column);
    return index < 0 || values.get(index).isEmpty() ? null : values.get(index);
  }

  private @Nullable String key(List<String> values, String column) {
    String encoded = value(values, column);
    try {
      return encoded == null ? null : KeyDecoder.formUrlEncoded().decode(encoded);
    } catch (UndecodableKeyException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
  }

  private static List<String> values(String line) {
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
      List<CSVRecord> records = parser.getRecords();
      return records.get(0).toList();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not CSV: " + e.getMessage(), e);
    }
  }
}
