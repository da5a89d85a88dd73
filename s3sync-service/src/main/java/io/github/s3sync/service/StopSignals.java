package io.github.s3sync.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first is waited for, a further one ends the JVM at once. Shutdown hooks
 * cannot do this, as the JVM ignores signals while they run.
 */
final class StopSignals {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

  /** What shells add to a signal's number. */
  private static final int BY_SIGNAL = 128;

  private final CountDownLatch first = new CountDownLatch(1);

  private StopSignals() {}

  /** Takes the signals from now on. */
  static StopSignals install() {
    StopSignals signals = new StopSignals();
    signals.take("INT", 2);
    signals.take("TERM", 15);
    return signals;
  }

  /** Waits for the first; false if none comes within the time. */
  boolean awaitFirst(Duration time) throws InterruptedException {
    return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take(String name, int number) {
    if (Signals.register(name, () -> received(name, number)) == null) {
      log.warn("SIG{} cannot be taken here: it will end this process at once", name);
    }
  }

  private synchronized void received(String name, int number) {
    if (first.getCount() > 0) {
      log.info("SIG{}: finishing what runs; a second signal ends at once", name);
      first.countDown();
    } else {
      log.warn("SIG{} again: ending at once; what is unfinished comes again", name);
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
  }
}
