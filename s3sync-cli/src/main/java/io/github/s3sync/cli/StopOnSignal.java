package io.github.s3sync.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run early on Ctrl-C or SIGTERM, and gives it time to finish the objects that it works on
 * and to print its summary. The process then ends with the exit code of the command, as if it had
 * ended by itself. Before a run is started, a signal ends the process at once.
 */
final class StopOnSignal implements AutoCloseable {

  private static final long SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile int exitCode;
  private volatile @Nullable Runnable stop;
  private volatile Runnable late = () -> {};

  /**
   * Creates the reaction to signals.
   *
   * @param exitCode the exit code if the command does not end in time, or with an exception
   */
  StopOnSignal(int exitCode) {
    this.exitCode = exitCode;
    this.hook = new Thread(this::onSignal, "s3sync-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Sets what ends the run.
   *
   * @param stop ends the run early, without waiting for its end
   * @param late called if the run has not ended after 30 seconds
   */
  void run(Runnable stop, Runnable late) {
    this.late = late;
    this.stop = stop;
  }

  /** Sets the exit code of the command. */
  int exitCode(int code) {
    exitCode = code;
    return code;
  }

  private void onSignal() {
    Runnable running = stop;
    if (running == null) {
      return;
    }
    running.run();
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        late.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Otherwise, the JVM would exit with the number of the signal.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Tells the hook that the command has ended and that its output is written. */
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
