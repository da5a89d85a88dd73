package io.github.s3sync.copy;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How much is done at once. The calling thread always takes part, so work goes on, only slower,
 * when the executor is busy or refuses; and work inside work cannot starve itself.
 *
 * <p>One instance may serve many callers: its limit counts the helping threads of all of them. Any
 * executor will do, that of virtual threads included; whoever made it closes it.
 *
 * @since 0.1.0
 */
public final class Concurrency {

  private final Executor executor;
  private final Semaphore helpers;

  private Concurrency(Executor executor, int helpers) {
    this.executor = executor;
    this.helpers = new Semaphore(helpers);
  }

  /**
   * One thing after the other, on the calling thread.
   *
   * @return it
   */
  public static Concurrency callerOnly() {
    return new Concurrency(task -> {}, 0);
  }

  /**
   * The calling thread and helpers on an executor.
   *
   * @param executor runs the helpers
   * @param helpers how many may run at once, at least 1
   * @return it
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Concurrency of(Executor executor, int helpers) {
    if (helpers < 1) {
      throw new IllegalArgumentException("helpers is " + helpers + ", expected 1 or more");
    }
    return new Concurrency(Objects.requireNonNull(executor, "executor"), helpers);
  }

  /**
   * Does something for each of the numbers 0 to {@code count - 1}, each once, and returns when all
   * that was begun has ended. After the first exception or error nothing more is begun.
   *
   * @param count how many
   * @param task what to do; called by several threads
   * @throws RuntimeException the first that {@code task} threw
   */
  public void forEach(int count, IntConsumer task) {
    Round round = new Round(count, task);
    round.work();
    round.finish();
  }

  /** One call of {@link #forEach}. */
  private final class Round {
    private final int count;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();

    /** No monitor: a virtual thread that waits in one keeps its carrier, before Java 24. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition left = lock.newCondition();
    private int running;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    Round(int count, IntConsumer task) {
      this.count = count;
      this.task = task;
    }

    void work() {
      while (failure == null && next.get() < count) {
        try {
          recruit();
          int mine = next.getAndIncrement();
          if (mine < count && failure == null) {
            task.accept(mine);
          }
        } catch (RuntimeException | Error e) {
          fail(e);
        }
      }
    }

    /** Asked for before each step, so that helpers who become free elsewhere come here. */
    private void recruit() {
      for (int wanted = count - next.get() - 1; wanted > 0 && helpers.tryAcquire(); wanted--) {
        try {
          executor.execute(this::help);
        } catch (RejectedExecutionException e) {
          helpers.release();
          return;
        } catch (RuntimeException | Error e) {
          helpers.release();
          throw e;
        }
      }
    }

    private void help() {
      try {
        if (enter()) {
          try {
            work();
          } finally {
            leave();
          }
        }
      } finally {
        helpers.release();
      }
    }

    /** False for a helper who arrives when the caller has left: nobody waits for those. */
    private boolean enter() {
      lock.lock();
      try {
        if (!closed) {
          running++;
        }
        return !closed;
      } finally {
        lock.unlock();
      }
    }

    private void leave() {
      lock.lock();
      try {
        running--;
        left.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void fail(Throwable e) {
      lock.lock();
      try {
        if (failure == null) {
          failure = e;
        }
      } finally {
        lock.unlock();
      }
    }

    void finish() {
      awaitHelpers();
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }

    /** What runs must end before its results are judged; each step is bounded by its timeouts. */
    private void awaitHelpers() {
      lock.lock();
      try {
        closed = true;
        while (running > 0) {
          left.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
