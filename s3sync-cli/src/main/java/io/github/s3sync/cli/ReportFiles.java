package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.report.CsvReport;
import io.github.s3sync.reconcile.report.JsonReport;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes findings to files. Safe for use by many threads. */
final class ReportFiles implements FindingListener, AutoCloseable {

  private final List<FindingListener> reports = new ArrayList<>();
  private final List<Closeable> open = new ArrayList<>();

  ReportFiles(List<String> names) {
    for (String name : names) {
      try {
        Path file = Path.of(name);
        if (name.endsWith(".csv")) {
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
