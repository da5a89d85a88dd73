package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task periodically on its own thread, whatever the task throws. The thread keeps the JVM
 * alive until it is stopped.
 */
final class PeriodicTask {

  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);

  private final ScheduledExecutorService thread;
  private final Duration period;
  private final Runnable step;

  PeriodicTask(String name, Duration period, Runnable step) {
    this.period = period;
    this.step = step;
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, name));
  }

  void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::step, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Interrupts the current run; no further run starts. */
  void stop() {
    thread.shutdownNow();
  }

  private void step() {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log.warn("{} continues after an error", Thread.currentThread().getName(), e);
    }
  }
}
