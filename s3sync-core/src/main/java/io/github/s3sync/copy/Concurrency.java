package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;
import java.util.HashSet;
import java.util.Map;
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
import org.slf4j.MDC;

/**
 * Runs tasks concurrently, up to a limit. The calling thread always takes part, and threads of an
 * executor help it. So if the executor is busy or rejects tasks, the work continues more slowly,
 * and nested work cannot deadlock.
 *
 * <p>One instance may serve many callers. Its limit applies to the helpers of all callers together.
 * Any executor can be used, including one with virtual threads; its creator closes it.
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
   * Returns an instance that runs all tasks one after another on the calling thread.
   *
   * @return the instance
   */
  public static Concurrency callerOnly() {
    return new Concurrency(task -> {}, 0);
  }

  /**
   * Returns an instance that uses the calling thread and helpers on an executor.
   *
   * @param executor runs the helpers
   * @param helpers how many helpers may run at the same time, at least 1
   * @return the instance
   * @throws IllegalArgumentException if the number is less than 1
   */
  public static Concurrency of(Executor executor, int helpers) {
    if (helpers < 1) {
      throw new IllegalArgumentException("helpers is " + helpers + ", expected 1 or more");
    }
    return new Concurrency(Objects.requireNonNull(executor, "executor"), helpers);
  }

  /**
   * Returns an instance that uses the calling thread and helpers on its own daemon threads, which
   * end after ten idle seconds. The instance need not be closed.
   *
   * @param helpers how many helpers may run at the same time, at least 1
   * @return a new instance, for any number of callers
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
   * Runs a task once for each of the numbers 0 to {@code count - 1}, and returns when every started
   * task has ended. After the first exception or error, no further task is started. Helpers have
   * the log context (MDC) of the caller.
   *
   * @param count the number of tasks
   * @param task the task; called by several threads
   * @throws RuntimeException the first exception of {@code task}
   */
  public void forEach(int count, IntConsumer task) {
    forEach(count, Integer.MAX_VALUE, task);
  }

  /** Does the same with at most {@code atOnce} threads, including the caller. */
  @Internal
  public void forEach(int count, int atOnce, IntConsumer task) {
    Loop loop = new Loop(count, atOnce - 1, task);
    loop.work();
    loop.finish();
  }

  /**
   * One call of {@link #forEach}. It uses no monitors, which pin virtual threads before Java 24.
   */
  private final class Loop {
    private final int count;
    private final int maxHelpers;
    private final IntConsumer task;
    private final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Set<Helper> helping = new HashSet<>();
    private volatile @Nullable Throwable failure;

    Loop(int count, int maxHelpers, IntConsumer task) {
      this.count = count;
      this.maxHelpers = maxHelpers;
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

    /**
     * Requests a helper. Called before each step, so that helpers that become free join this call.
     */
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

    /** Returns a new helper; null if the limit is reached. */
    private @Nullable Helper invite() {
      lock.lock();
      try {
        if (helping.size() >= maxHelpers || !helpers.tryAcquire()) {
          return null;
        }
        Helper helper = new Helper(this);
        helping.add(helper);
        return helper;
      } finally {
        lock.unlock();
      }
    }

    /** Releases the permit once, by the thread that removes the helper from the set. */
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

    /**
     * Returns false for a helper that arrives after the caller has left, which does not wait for
     * it.
     */
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

    /** Waits for the running helpers only: an executor may have dropped the others. */
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
            // Running steps must end before the results are used; each step has timeouts.
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
    private final Loop loop;
    private boolean atWork;

    Helper(Loop loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      if (loop.enter(this)) {
        try {
          workInLogContext();
        } finally {
          // Without this, the caller would wait for ever.
          loop.dismiss(this);
        }
      }
    }

    private void workInLogContext() {
      Map<String, String> before = MDC.getCopyOfContextMap();
      try {
        setLogContext(loop.logContext);
        loop.work();
      } finally {
        setLogContext(before);
      }
    }

    private static void setLogContext(@Nullable Map<String, String> context) {
      if (context == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(context);
      }
    }
  }
}
