package io.github.s3sync.reconcile.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on the ranges of a queue by several daemon threads, the calling thread among them, until
 * none is left. A listing that fails ends the work on its range only.
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
   * Works on all ranges.
   *
   * @param threads how many threads work
   * @param queue the ranges
   * @param task works on one range, which may be split meanwhile
   * @return the listings that failed, one for each range
   * @throws RuntimeException the first other exception of a task, once all threads have ended
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
