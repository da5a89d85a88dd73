package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.input.InvalidInputException;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens the input of {@code --from}. A file is checked completely before its first key is used. */
final class GivenKeys implements AutoCloseable {

  static final String OPTION = "--from";

  private static final String KEYS = "keys:";
  private static final String REPORT = "report:";
  private static final String STANDARD_INPUT = "-";

  private final InputStream in;
  private final KeySource keys;
  private final @Nullable Path file;

  private GivenKeys(InputStream in, KeySource keys, @Nullable Path file) {
    this.in = in;
    this.keys = keys;
    this.file = file;
  }

  /**
   * Opens the input.
   *
   * @param from {@code report:FILE}, {@code keys:FILE} or {@code -}; null for none
   * @return the keys; null for none
   */
  static @Nullable GivenKeys open(@Nullable String from, CopyRules rules) {
    if (from == null) {
      return null;
    }
    boolean report = from.startsWith(REPORT);
    if (!report && !from.startsWith(KEYS) && !from.equals(STANDARD_INPUT)) {
      throw new UsageException(
          OPTION
              + " is '"
              + from
              + "', expected report:FILE, keys:FILE, or - for keys on standard"
              + " input");
    }
    String name = from.substring(from.indexOf(':') + 1);
    Set<String> buckets =
        rules.rules().stream().map(CopyRule::sourceBucket).collect(Collectors.toSet());
    if (name.equals(STANDARD_INPUT)) {
      return new GivenKeys(System.in, read(System.in, report, buckets), null);
    }
    try {
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new UsageException(OPTION + " is '" + from + "', a folder, expected a file");
      }
      if (Files.isRegularFile(file)) {
        check(file, from, report, buckets);
      }
      InputStream in = Files.newInputStream(file);
      return new GivenKeys(in, read(in, report, buckets), file);
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(OPTION + " " + from + " cannot be read: " + e, e);
    }
  }

  private static KeySource read(InputStream in, boolean report, Set<String> buckets) {
    return report ? KeySource.report(in) : KeySource.keys(in, buckets);
  }

  private static void check(Path file, String from, boolean report, Set<String> buckets)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeySource keys = read(in, report, buckets);
      while (keys.next() != null) {
        // Only the format matters here.
      }
    } catch (InvalidInputException e) {
      throw new UsageException(OPTION + " " + from + ", " + e.getMessage(), e);
    }
  }

  KeySource keys() {
    return keys;
  }

  /** Returns the file that the keys are read from; null if they are not read from a file. */
  @Nullable Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      if (in != System.in) {
        in.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
