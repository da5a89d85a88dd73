package io.github.s3sync.reconcile.input;

import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Provides the keys of objects to compare, one after the other. Not for use by several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeySource {

  /**
   * Returns the next object.
   *
   * @return the object; null after the last one
   * @throws InvalidInputException if the input is wrong or cannot be read
   */
  @Nullable GivenKey next();

  /**
   * Returns the source keys of a list with one key a line.
   *
   * <p>A line is a key exactly as it is, except for a carriage return at its end. A line that
   * begins with {@code s3://}, the name of one of the buckets and a slash names the bucket, too.
   * Empty lines are skipped. A key that contains a line feed, or that ends with a carriage return,
   * cannot be in such a list, but in a {@linkplain #report report}.
   *
   * @param list the list, as UTF-8; not closed
   * @param buckets the source buckets of the rules
   * @return the keys
   */
  static KeySource keys(InputStream list, Set<String> buckets) {
    return new KeyList(new LineReader(list, KeyList.MAX_BYTES), buckets);
  }

  /**
   * Returns the objects of a report that may need a repair: the verdicts MISSING, DIFFERS, EXTRA,
   * UNKNOWN, FAILED and IN_FLIGHT. For EXTRA, that is the replica, otherwise the source.
   *
   * <p>The report is a file of {@code CsvReport}, or has one JSON object a line, as a file of
   * {@code JsonReport} has. Of the JSON, only {@code source.key} or bucket and key of {@code
   * replica} are required. A line without a verdict is used, so that {@code {"source": {"key":
   * "a\nb"}}} is a list with one key.
   *
   * @param report the report, as UTF-8; not closed
   * @return the objects
   */
  static KeySource report(InputStream report) {
    return new ReportLines(new LineReader(report, ReportLines.MAX_BYTES));
  }
}
