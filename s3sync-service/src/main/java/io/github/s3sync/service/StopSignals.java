package io.github.s3sync.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGTERM and SIGINT: the service waits for the first, and a second ends the JVM at once.
 * Shutdown hooks cannot do this, since the JVM ignores signals while they run.
 */
final class StopSignals {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

  /** Shells add this to a signal's number to form the exit code. */
  private static final int BY_SIGNAL = 128;

  private final CountDownLatch first = new CountDownLatch(1);

  private StopSignals() {}

  /** Installs the signal handlers. */
  static StopSignals install() {
    StopSignals signals = new StopSignals();
    signals.take("INT", 2);
    signals.take("TERM", 15);
    return signals;
  }

  /** Waits for the first signal; returns false if none arrives within the time. */
  boolean awaitFirst(Duration time) throws InterruptedException {
    return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take(String name, int number) {
    if (Signals.register(name, () -> received(name, number)) == null) {
      log.warn("cannot handle SIG{}; it will terminate the process immediately", name);
    }
  }

  private synchronized void received(String name, int number) {
    if (first.getCount() > 0) {
      log.info(
          "received SIG{}: completing messages in progress; a second signal stops the process at"
              + " once",
          name);
      first.countDown();
    } else {
      log.warn(
          "received SIG{} again: stopping at once; SQS delivers incomplete messages again", name);
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
  }
}
