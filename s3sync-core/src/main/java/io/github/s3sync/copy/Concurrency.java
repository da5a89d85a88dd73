package io.github.s3sync.copy;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
   * The calling thread and helpers on daemon threads of its own, which end when they are idle for
   * ten seconds. There is nothing to close.
   *
   * @param helpers how many may run at once, at least 1
   * @return a new instance, for as many callers as wanted
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Concurrency parallel(int helpers) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Concurrency::thread);
    return of(threads, helpers);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "s3sync-parts");
    thread.setDaemon(true);
    return thread;
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
    forEach(count, Integer.MAX_VALUE, task);
  }

  /** The same, by no more threads than {@code atOnce}, of which the caller is one. */
  void forEach(int count, int atOnce, IntConsumer task) {
    Round round = new Round(count, atOnce - 1, task);
    round.work();
    round.finish();
  }

  /** One call of {@link #forEach}. No monitors: those pin a virtual thread before Java 24. */
  private final class Round {
    private final int count;
    private final int mostHelpers;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Helper> helping = new HashSet<>();
    private volatile @Nullable Throwable failure;

    Round(int count, int mostHelpers, IntConsumer task) {
      this.count = count;
      this.mostHelpers = mostHelpers;
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
      for (int wanted = count - next.get() - 1; wanted > 0; wanted--) {
        Helper helper = invite();
        if (helper == null) {
          return;
        }
        try {
          executor.execute(helper);
        } catch (RejectedExecutionException e) {
          dismiss(helper);
          return;
        } catch (RuntimeException | Error e) {
          dismiss(helper);
          throw e;
        }
      }
    }

    /** Null if there may be no further one. */
    private @Nullable Helper invite() {
      lock.lock();
      try {
        if (helping.size() >= mostHelpers || !helpers.tryAcquire()) {
          return null;
        }
        Helper helper = new Helper(this);
        helping.add(helper);
        return helper;
      } finally {
        lock.unlock();
      }
    }

    /** Gives the permit back, once: by whoever takes the helper off the set. */
    private void dismiss(Helper helper) {
      lock.lock();
      try {
        if (helping.remove(helper)) {
          helpers.release();
          left.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /** False for a helper who arrives when the caller has left: nobody waits for those. */
    private boolean enter(Helper helper) {
      lock.lock();
      try {
        helper.atWork = helping.contains(helper);
        return helper.atWork;
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

    /** Helpers who have not come by now are not waited for; an executor may have dropped them. */
    void finish() {
      boolean interrupted = false;
      lock.lock();
      try {
        int absent = helping.size();
        helping.removeIf(helper -> !helper.atWork);
        helpers.release(absent - helping.size());
        while (!helping.isEmpty()) {
          try {
            left.await();
          } catch (InterruptedException e) {
            // What runs must end before its results are judged; each step has its timeouts.
            interrupted = true;
          }
        }
      } finally {
        lock.unlock();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** A task for the executor, which may run it late or never. */
  private static final class Helper implements Runnable {
    private final Round round;
    private boolean atWork;

    Helper(Round round) {
      this.round = round;
    }

    @Override
    public void run() {
      if (round.enter(this)) {
        try {
          round.work();
        } finally {
          round.dismiss(this);
        }
      }
    }
  }
}
