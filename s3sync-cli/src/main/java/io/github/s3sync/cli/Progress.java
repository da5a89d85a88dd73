package io.github.s3sync.cli;

import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Verdict;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints the progress of a run: once a second on one line of a terminal, otherwise one line a
 * minute. The number of objects is not known before they are listed.
 */
final class Progress {

  private static final boolean TERMINAL = Ansi.AUTO.enabled();

  private final Reconciler reconciler;
  private final @Nullable PrintWriter out;
  private final long beganNanos = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "s3sync-progress");
            thread.setDaemon(true);
            return thread;
          });

  private Progress(Reconciler reconciler, @Nullable PrintWriter out) {
    this.reconciler = reconciler;
    this.out = out;
  }

  /**
   * Runs a comparison and prints its progress.
   *
   * @param out the destination of the progress; null for none
   */
  static RunResult run(Reconciler reconciler, @Nullable PrintWriter out) {
    Progress progress = new Progress(reconciler, out);
    int seconds = TERMINAL ? 1 : 60;
    var unused =
        progress.timer.scheduleAtFixedRate(progress::print, seconds, seconds, TimeUnit.SECONDS);
    try {
      return reconciler.run();
    } finally {
      progress.close();
    }
  }

  private void print() {
    if (out == null) {
      return;
    }
    String line = line(reconciler.progress(), System.nanoTime() - beganNanos);
    if (TERMINAL) {
      out.print('\r' + line + "\u001b[K");
    } else {
      out.println(line);
    }
    out.flush();
  }

  static String line(Tally tally, long nanos) {
    double seconds = Math.max(1e-9, nanos / 1e9);
    return String.format(
        Locale.ROOT,
        "%,d objects found (%,.0f a second), %,d equal, %,d copied (%,d bytes), %,d failed",
        tally.found(),
        tally.found() / seconds,
        tally.count(Verdict.SAME),
        tally.count(Action.COPIED),
        tally.bytesCopied(),
        tally.count(Action.FAILED) + tally.count(Verdict.FAILED));
  }

  private void close() {
    timer.shutdownNow();
    if (TERMINAL && out != null) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
