package io.github.s3sync.cli;

import io.github.s3sync.reconcile.Estimate;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Prints the progress of a run: a bar at the bottom of a terminal, otherwise one line a minute. The
 * number of objects is only estimated before they are listed.
 */
final class Progress implements AutoCloseable {

  private static final int WIDTH = 120;

  private final @Nullable Estimate estimate;
  private final LiveCounts live;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "s3sync-progress");
            thread.setDaemon(true);
            return thread;
          });
  private final long beganNanos = System.nanoTime();
  private final StatusLine status;
  private @Nullable ProgressBar bar;

  private Progress(@Nullable Estimate estimate, LiveCounts live, StatusLine status) {
    this.estimate = estimate;
    this.live = live;
    this.status = status;
  }

  /**
   * Runs a comparison and prints its progress.
   *
   * @param estimate the estimate of the run; null for none
   * @param live the counts of the findings so far
   * @param terminal whether the progress is shown on a terminal
   * @param out the destination of the progress; null for none
   */
  static RunResult run(
      Reconciler reconciler,
      @Nullable Estimate estimate,
      LiveCounts live,
      boolean terminal,
      StatusLine status,
      @Nullable PrintWriter out) {
    try (Progress progress = new Progress(estimate, live, status)) {
      if (out != null && terminal) {
        progress.showBar(reconciler, status::show);
      } else if (out != null) {
        progress.every(60, () -> out.println(progress.line(reconciler.progress())));
      }
      return reconciler.run();
    }
  }

  private void every(int seconds, Runnable print) {
    var unused = timer.scheduleAtFixedRate(print, seconds, seconds, TimeUnit.SECONDS);
  }

  private void showBar(Reconciler reconciler, Consumer<String> show) {
    ProgressBar shown = bar(estimate, show);
    bar = shown;
    every(1, () -> update(shown, reconciler.progress(), live));
  }

  /** Returns a bar without an end if the number of objects is not known. */
  static ProgressBar bar(@Nullable Estimate estimate, Consumer<String> show) {
    return new ProgressBarBuilder()
        .setTaskName("found")
        .setInitialMax(estimate == null ? -1 : estimate.found())
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new DelegatingProgressBarConsumer(show, WIDTH))
        .showSpeed()
        // Otherwise, the line stands still while a large object is copied.
        .continuousUpdate()
        .build();
  }

  static void update(ProgressBar bar, Tally tally, LiveCounts live) {
    long found = live.found(tally);
    if (!bar.isIndefinite() && found > bar.getMax()) {
      bar.maxHint(found);
    }
    bar.stepTo(found);
    bar.setExtraMessage(' ' + live.done(tally));
  }

  private String line(Tally tally) {
    return line(tally, live, estimate, Duration.ofNanos(System.nanoTime() - beganNanos));
  }

  static String line(Tally tally, LiveCounts live, @Nullable Estimate estimate, Duration elapsed) {
    long found = live.found(tally);
    double seconds = Math.max(1e-9, elapsed.toNanos() / 1e9);
    double rate = found / seconds;
    String line =
        String.format(
            Locale.ROOT, "%,d objects found (%,.0f a second), %s", found, rate, live.done(tally));
    if (estimate == null || found == 0 || found >= estimate.found()) {
      return line;
    }
    double left = (estimate.found() - found) / rate;
    return String.format(
        Locale.ROOT,
        "%s, about %s left of about %,d objects",
        line,
        Durations.words(Duration.ofSeconds(Math.round(left))),
        estimate.found());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (bar != null) {
      bar.close();
    }
    status.clear();
  }
}
