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
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Writes findings to files. Safe for use by many threads. */
final class ReportFiles implements FindingListener, AutoCloseable {

  private final List<FindingListener> reports = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();
  private final Map<Path, HtmlReport> pages = new LinkedHashMap<>();
  private final Instant began = Instant.now();

  ReportFiles(List<String> names) {
    for (String name : names) {
      try {
        Path file = Path.of(name);
        if (name.endsWith(".html")) {
          // The file is created now, so that a wrong name is an error before the run.
          pages.put(Files.writeString(file, ""), new HtmlReport());
        } else if (name.endsWith(".csv")) {
          CsvReport report = new CsvReport(Files.newBufferedWriter(file));
          reports.add(report);
          open.add(report);
        } else {
          JsonReport report = new JsonReport(new BufferedOutputStream(Files.newOutputStream(file)));
          reports.add(report);
          open.add(report);
        }
      } catch (IOException | InvalidPathException e) {
        close();
        throw new UsageException("--report " + name + " cannot be written: " + e, e);
      }
    }
  }

  @Override
  public void onFinding(Finding finding) {
    reports.forEach(report -> report.onFinding(finding));
    pages.values().forEach(page -> page.onFinding(finding));
  }

  /** Writes the reports that contain the result of the run. */
  void finish(RunResult result, CommandSpec command) {
    RunFacts facts = facts(command);
    pages.forEach(
        (file, page) -> {
          try (Writer out = Files.newBufferedWriter(file)) {
            page.write(out, result, facts);
          } catch (IOException e) {
            throw new UncheckedIOException("a report cannot be written: " + e.getMessage(), e);
          }
        });
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
    for (Closeable report : open) {
      try {
        report.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a report cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
