package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.KeyComparison;
import io.github.s3sync.reconcile.input.InvalidInputException;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
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
  private final @Nullable String identity;

  private GivenKeys(
      InputStream in, KeySource keys, @Nullable Path file, @Nullable String identity) {
    this.in = in;
    this.keys = keys;
    this.file = file;
    this.identity = identity;
  }

  /**
   * Returns false, and prints why, if the run is complete and no rule applies to any of the keys.
   *
   * @param narrowed whether the run was limited to some of the objects that the rules apply to
   */
  boolean isCompared(RunResult result, boolean narrowed, PrintWriter err) {
    if (!result.isComplete()) {
      return true;
    }
    long found = result.total().found();
    if (found == 0) {
      err.println(OPTION + " has no keys");
      return true;
    }
    FlowResult others = result.flows().get(KeyComparison.NO_RULE);
    if (narrowed || others == null || others.tally().found() < found) {
      return true;
    }
    err.printf(Locale.ROOT, "s3sync: %s: no rule applies to any of its %,d keys%n", OPTION, found);
    return false;
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
      return new GivenKeys(System.in, read(System.in, report, buckets), null, null);
    }
    try {
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new UsageException(OPTION + " is '" + from + "', a folder, expected a file");
      }
      String identity = Files.isRegularFile(file) ? check(file, from, report, buckets) : null;
      InputStream in = Files.newInputStream(file);
      return new GivenKeys(in, read(in, report, buckets), file, identity);
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(OPTION + " " + from + " cannot be read: " + e, e);
    }
  }

  private static KeySource read(InputStream in, boolean report, Set<String> buckets) {
    return report ? KeySource.report(in) : KeySource.keys(in, buckets);
  }

  /** Checks all lines, and returns the kind, the size and the digest of the file. */
  private static String check(Path file, String from, boolean report, Set<String> buckets)
      throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      KeySource keys = read(in, report, buckets);
      while (keys.next() != null) {
        // Only the format matters here.
      }
    } catch (InvalidInputException e) {
      throw new UsageException(OPTION + " " + from + ", " + e.getMessage(), e);
    }
    return (report ? "a report" : "keys")
        + " of "
        + Files.size(file)
        + " bytes with SHA-256 "
        + HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Passes the keys to a run.
   *
   * @param isStored whether the run has a checkpoint, and must therefore be able to read the keys
   *     again
   */
  void set(ReconcilerBuilder builder, boolean isStored) {
    if (identity != null) {
      builder.keys(keys, identity);
      return;
    }
    if (isStored) {
      throw new UsageException(
          "--checkpoint is given, and the input of --from cannot be read again by a resumed run,"
              + " expected a file, as in --from keys:FILE");
    }
    builder.keys(keys);
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
