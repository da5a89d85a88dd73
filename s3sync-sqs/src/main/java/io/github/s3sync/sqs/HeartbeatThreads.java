package io.github.s3sync.sqs;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the calls of a heartbeat in parallel: ten thousand messages with a visibility timeout of a
 * minute need 33 calls per second. Idle threads end.
 */
final class HeartbeatThreads implements Executor {

  private static final int THREADS = 8;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "s3sync-sqs-heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  HeartbeatThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable call) {
    try {
      threads.execute(call);
    } catch (RejectedExecutionException e) {
      // After the end, a receiver itself still returns the messages of a late answer to the queue.
      call.run();
    }
  }

  void stop() {
    threads.shutdown();
  }
}
