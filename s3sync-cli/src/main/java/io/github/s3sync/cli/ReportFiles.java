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
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

  private final List<FindingListener> reports = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();
  private final Map<Path, HtmlReport> pages = new LinkedHashMap<>();
  private final List<Path> files = new ArrayList<>();
  private final Instant began = Instant.now();

  /**
   * Opens the files.
   *
   * @param names the names of the files
   * @param resumes whether the run continues another run, whose findings are in the files
   * @param input the file that the run reads its keys from; null for none
   */
  ReportFiles(List<String> names, boolean resumes, @Nullable Path input) {
    for (String name : names) {
      try {
        Path file = Path.of(name);
        requireDifferent(name, file, input);
        open(name, file, resumes);
        files.add(file);
      } catch (UsageException e) {
        close();
        throw e;
      } catch (NoSuchFileException e) {
        close();
        throw new UsageException(
            resumes && Files.notExists(Path.of(name))
                ? "--report "
                    + name
                    + " does not exist, expected the report of the run that is resumed"
                : "--report " + name + " cannot be written: " + e,
            e);
      } catch (IOException | InvalidPathException e) {
        close();
        throw new UsageException("--report " + name + " cannot be written: " + e, e);
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

  private void open(String name, Path file, boolean resumes) throws IOException {
    if (name.endsWith(".html")) {
      // The file is created now, so that a wrong name is an error before the run.
      pages.put(Files.writeString(file, ""), new HtmlReport());
      return;
    }
    boolean isEmpty = true;
    StandardOpenOption[] options = {
      StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
    };
    if (resumes) {
      // The finding of an incomplete line does not count yet, and is reported again.
      isEmpty = CompleteLines.keep(file) == 0;
      options = new StandardOpenOption[] {StandardOpenOption.APPEND};
    }
    if (name.endsWith(".csv")) {
      CsvReport report =
          new CsvReport(Files.newBufferedWriter(file, StandardCharsets.UTF_8, options), isEmpty);
      reports.add(report);
      open.add(report);
    } else {
      JsonReport report =
          new JsonReport(new BufferedOutputStream(Files.newOutputStream(file, options)));
      reports.add(report);
      open.add(report);
    }
  }

  @Override
  public void onFinding(Finding finding) {
    reports.forEach(report -> report.onFinding(finding));
    pages.values().forEach(page -> page.onFinding(finding));
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
            problems.add("--report " + file + " cannot be written: " + e);
          }
        });
    problems.addAll(end());
    return problems;
  }

  private List<String> end() {
    List<String> problems = new ArrayList<>();
    for (Closeable report : open) {
      try {
        report.close();
      } catch (IOException e) {
        problems.add("a report cannot be written: " + e);
      }
    }
    open.clear();
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
