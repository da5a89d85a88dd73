package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.reconcile.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Represents one process, which is killed before one of its requests. */
final class KilledRun {

  private final List<Finding> report;
  private final MemoryCheckpoint store;
  private final Reconciler reconciler;
  private final AtomicBoolean killed = new AtomicBoolean();
  private final AtomicInteger requests = new AtomicInteger();
  private RunResult result = new RunResult(Map.of(), true);

  /**
   * Creates a process.
   *
   * @param builder the run, with the checkpoint
   * @param store the checkpoint
   * @param killAt the number of the request
   * @param saves decides before which requests a checkpoint is stored
   * @param report receives the findings until the process is killed
   */
  KilledRun(
      Buckets with,
      ReconcilerBuilder builder,
      MemoryCheckpoint store,
      int killAt,
      Random saves,
      List<Finding> report) {
    this.store = store;
    this.report = report;
    this.reconciler = builder.listener(this::onFinding).build();
    with.beforeRequests(() -> beforeRequest(killAt, saves));
  }

  private synchronized void onFinding(Finding finding) {
    if (!killed.get()) {
      report.add(finding);
    }
  }

  private void beforeRequest(int killAt, Random saves) {
    if (!killed.get() && saves.nextInt(3) > 0) {
      reconciler.save();
    }
    synchronized (this) {
      if (requests.incrementAndGet() >= killAt) {
        store.kill();
        killed.set(true);
      }
    }
    if (killed.get()) {
      throw new AssertionError("killed");
    }
  }

  /** Returns whether the process has ended by itself. */
  boolean run() {
    try {
      RunResult result = reconciler.run();
      if (!killed.get()) {
        this.result = result;
      }
    } catch (RuntimeException | Error e) {
      assertThat(killed).as("%s", e).isTrue();
    }
    return !killed.get();
  }

  /** Returns the result if the process has ended by itself. */
  RunResult result() {
    return result;
  }
}
