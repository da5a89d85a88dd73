package io.github.s3sync.cli;

import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts findings at once. The tally of a run counts about a thousand objects together, which take
 * minutes if they are large. Safe for use by many threads.
 */
final class LiveCounts implements FindingListener {

  private final LongAdder findings = new LongAdder();
  private final LongAdder copied = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder failed = new LongAdder();

  @Override
  public void onFinding(Finding finding) {
    findings.increment();
    bytes.add(finding.bytesCopied());
    if (finding.action() == Action.COPIED) {
      copied.increment();
    }
    if (finding.action() == Action.FAILED || finding.verdict() == Verdict.FAILED) {
      failed.increment();
    }
  }

  /** Returns the number of objects found, at least. */
  long found(Tally tally) {
    return Math.max(tally.found(), findings.sum());
  }

  /** Describes what is done, at least. */
  String done(Tally tally) {
    return String.format(
        Locale.ROOT,
        "%,d equal, %,d copied (%,d bytes), %,d failed",
        tally.count(Verdict.SAME),
        Math.max(tally.count(Action.COPIED), copied.sum()),
        Math.max(tally.bytesCopied(), bytes.sum()),
        Math.max(tally.count(Action.FAILED) + tally.count(Verdict.FAILED), failed.sum()));
  }
}
