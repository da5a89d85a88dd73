package io.github.s3sync.sqs;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that make a heartbeat's calls at once: ten thousand messages with a visibility
 * timeout of a minute take 33 calls a second. They end when they are not needed.
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
      // After the end a late answer to a receive is still handed back, by the receiver itself.
      call.run();
    }
  }

  void stop() {
    threads.shutdown();
  }
}
