package io.github.s3sync.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run early on Ctrl-C or SIGTERM, and gives it time to finish the objects that it works on
 * and to print its summary.
 */
final class StopOnSignal implements AutoCloseable {

  private static final long SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  StopOnSignal(Runnable stop) {
    this.hook =
        new Thread(
            () -> {
              stop.run();
              await();
            },
            "s3sync-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      boolean unused = done.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the run has ended and its summary is printed. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the hook is running.
    }
  }
}
