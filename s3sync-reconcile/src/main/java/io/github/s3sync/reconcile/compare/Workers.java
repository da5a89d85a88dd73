package io.github.s3sync.reconcile.compare;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on several daemon threads. If all of them are busy and the queue is full, the caller
 * runs its task itself, so that memory stays bounded and the caller waits for the tasks.
 */
final class Workers implements AutoCloseable {

  private static final int QUEUED_PER_WORKER = 16;

  private final @Nullable ThreadPoolExecutor pool;

  /**
   * Creates workers.
   *
   * @param threads the number of threads; 0 if the caller runs all tasks
   */
  Workers(int threads) {
    this.pool =
        threads == 0
            ? null
            : new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(threads * QUEUED_PER_WORKER),
                Workers::thread,
                new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "s3sync-compare");
    thread.setDaemon(true);
    return thread;
  }

  void execute(Runnable task) {
    if (pool == null) {
      task.run();
    } else {
      pool.execute(task);
    }
  }

  /** Waits until all tasks have ended, also if the thread is interrupted meanwhile. */
  @Override
  public void close() {
    if (pool == null) {
      return;
    }
    pool.shutdown();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        boolean unused = pool.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
