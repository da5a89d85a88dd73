package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.page.HtmlReport;
import io.github.s3sync.cli.page.RunFacts;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.report.CsvReport;
import io.github.s3sync.reconcile.report.JsonReport;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Writes findings to files. Safe for use by many threads. */
final class ReportFiles implements FindingListener, AutoCloseable {

  private final List<Report> reports = new ArrayList<>();
  private final Map<Path, HtmlReport> pages = new LinkedHashMap<>();
  private final List<Path> files = new ArrayList<>();
  private final boolean resumes;
  private final Instant began = Instant.now();

  /** Holds a report that findings are written to at once. */
  private record Report(Path file, FindingListener listener, Closeable stream) {}

  /**
   * Checks the files, so that a wrong name is an error before the run. Their contents stay until
   * {@link #begin}.
   *
   * @param names the names of the files
   * @param resumes whether the run continues another run, whose findings are in the files
   * @param input the file that the run reads its keys from; null for none
   */
  ReportFiles(List<String> names, boolean resumes, @Nullable Path input) {
    this.resumes = resumes;
    for (String name : names) {
      try {
        Path file = Path.of(name);
        requireDifferent(name, file, input);
        check(file);
        files.add(file);
      } catch (NoSuchFileException e) {
        throw new UsageException(
            resumes && Files.notExists(Path.of(name))
                ? "--report "
                    + name
                    + " does not exist, expected the report of the run that is resumed"
                : unwritable(name, e),
            e);
      } catch (IOException | InvalidPathException e) {
        throw new UsageException(unwritable(name, e), e);
      }
    }
  }

  /** Refuses a file that the run reads, or that another report is written to. */
  private void requireDifferent(String name, Path file, @Nullable Path input) throws IOException {
    if (input != null && isSame(file, input)) {
      throw new UsageException(
          "--report " + name + " is the input of --from, expected another file");
    }
    for (Path other : files) {
      if (isSame(file, other)) {
        throw new UsageException("--report " + name + " is given twice, expected two files");
      }
    }
  }

  private static boolean isSame(Path file, Path other) throws IOException {
    return Files.exists(file)
        && Files.isSameFile(file, other)
        // Such as /dev/null.
        && (Files.isRegularFile(file) || Files.isDirectory(file));
  }

  private void check(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      // A pipe, which can be opened only once.
      return;
    }
    StandardOpenOption[] create = {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
    StandardOpenOption[] existing = {StandardOpenOption.WRITE};
    Files.newOutputStream(file, isContinued(file) ? existing : create).close();
  }

  private boolean isContinued(Path file) {
    return resumes && !isPage(file);
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".html");
  }

  /**
   * Opens the files when the run starts, and removes the findings of earlier runs, unless the run
   * continues one of them.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  void begin() {
    for (Path file : files) {
      try {
        open(file);
      } catch (IOException e) {
        throw new UncheckedIOException(unwritable(file, e), e);
      }
    }
  }

  private void open(Path file) throws IOException {
    if (isPage(file)) {
      pages.put(file, new HtmlReport());
      if (Files.isRegularFile(file)) {
        Files.newOutputStream(file).close();
      }
      return;
    }
    boolean isEmpty = true;
    StandardOpenOption[] options = {
      StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
    };
    if (isContinued(file)) {
      // The finding of an incomplete line does not count yet, and is reported again.
      isEmpty = CompleteLines.keep(file) == 0;
      options = new StandardOpenOption[] {StandardOpenOption.APPEND};
    }
    if (file.toString().endsWith(".csv")) {
      CsvReport report =
          new CsvReport(Files.newBufferedWriter(file, StandardCharsets.UTF_8, options), isEmpty);
      reports.add(new Report(file, report, report));
    } else {
      JsonReport report =
          new JsonReport(new BufferedOutputStream(Files.newOutputStream(file, options)));
      reports.add(new Report(file, report, report));
    }
  }

  /**
   * Writes a finding to all reports.
   *
   * @throws UncheckedIOException if a report cannot be written, which ends the run
   */
  @Override
  public void onFinding(Finding finding) {
    for (Report report : reports) {
      try {
        report.listener().onFinding(finding);
      } catch (UncheckedIOException e) {
        throw new UncheckedIOException(
            unwritable(report.file(), e.getCause()) + "; the run was ended", e.getCause());
      }
    }
    pages.values().forEach(page -> page.onFinding(finding));
  }

  private static String unwritable(Object file, @Nullable Exception e) {
    String reason = String.valueOf(e);
    if (e instanceof NoSuchFileException) {
      reason = "its folder does not exist";
    } else if (e instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      reason = failure.getReason();
    } else if (e instanceof IOException && e.getMessage() != null) {
      reason = e.getMessage();
    }
    return "--report " + file + " cannot be written: " + reason;
  }

  /**
   * Writes the reports that contain the result of the run, and ends the others.
   *
   * @return one message for each report that cannot be written
   */
  List<String> finish(RunResult result, CommandSpec command) {
    List<String> problems = new ArrayList<>();
    RunFacts facts = facts(command);
    pages.forEach(
        (file, page) -> {
          try (Writer out = Files.newBufferedWriter(file)) {
            page.write(out, result, facts);
          } catch (IOException e) {
            problems.add(unwritable(file, e));
          }
        });
    problems.addAll(end());
    return problems;
  }

  private List<String> end() {
    List<String> problems = new ArrayList<>();
    for (Report report : reports) {
      try {
        report.stream().close();
      } catch (IOException e) {
        problems.add(unwritable(report.file(), e));
      }
    }
    reports.clear();
    return problems;
  }

  private RunFacts facts(CommandSpec command) {
    List<String> args = command.root().commandLine().getParseResult().originalArgs();
    return new RunFacts(
        command.name(),
        String.join(" ", args.subList(Math.min(1, args.size()), args.size())),
        began,
        Duration.between(began, Instant.now()),
        new Version().getVersion()[0]);
  }

  @Override
  public void close() {
    // Nothing is open after a complete run, and the exception that ended another one is reported.
    List<String> unused = end();
  }
}
