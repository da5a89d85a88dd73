package io.github.s3sync.reconcile.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes the ranges of a queue on several daemon threads and the calling thread until the queue
 * is empty. If a listing fails, only the work on its range ends.
 *
 * @since 0.1.0
 */
public final class RangeWorkers {

  private final RangeQueue queue;
  private final Consumer<KeyRange> task;
  private final List<ListingException> problems = new ArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();

  private RangeWorkers(RangeQueue queue, Consumer<KeyRange> task) {
    this.queue = queue;
    this.task = task;
  }

  /**
   * Processes all ranges.
   *
   * @param threads the number of threads
   * @param queue the ranges
   * @param task processes one range, which may be split during that time
   * @return the listings that failed, one for each range
   * @throws RuntimeException the first other exception of a task, after all threads have ended
   */
  public static List<ListingException> run(int threads, RangeQueue queue, Consumer<KeyRange> task) {
    return new RangeWorkers(queue, task).run(threads);
  }

  private List<ListingException> run(int threads) {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(this::work, "s3sync-list");
      helper.setDaemon(true);
      helpers.add(helper);
      helper.start();
    }
    work();
    helpers.forEach(RangeWorkers::join);
    RuntimeException failure = fault.get();
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(problems);
  }

  private void work() {
    try {
      for (KeyRange range = queue.take(); range != null; range = queue.take()) {
        try {
          task.accept(range);
        } catch (ListingException e) {
          synchronized (problems) {
            problems.add(e);
          }
        } finally {
          queue.finish();
        }
      }
    } catch (InterruptedException e) {
      queue.stop();
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(
          null, e instanceof RuntimeException exception ? exception : new IllegalStateException(e));
      queue.stop();
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
