package io.github.s3sync.reconcile.compare;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the end of a run before replicas without a source are looked up again. The events of the
 * deletes of their sources may arrive meanwhile. A run waits no longer than the settle time in
 * total.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SettleWait {

  /**
   * Waits before replicas are looked up again.
   *
   * @param replicas the number of replicas to look up again
   * @param next the time until the next look-up
   * @param last the time until the last look-up, after which the run ends; not shorter than {@code
   *     next}
   * @param stopped returns whether the run must end early; the wait then ends within a second
   */
  void await(long replicas, Duration next, Duration last, BooleanSupplier stopped);

  /**
   * Returns a wait that logs its length once and sleeps. It ends early if its thread is
   * interrupted.
   *
   * @return the wait
   */
  static SettleWait sleeping() {
    Logger log = LoggerFactory.getLogger(SettleWait.class);
    return sleeping(
        (replicas, last) ->
            log.info(
                "{} replicas have no source; the run ends in {} at the latest, when they are looked"
                    + " up again for the last time",
                replicas,
                last));
  }

  /**
   * Returns a wait that announces its length once and sleeps. It ends early if its thread is
   * interrupted.
   *
   * @param announcement called before the first sleep
   * @return the wait
   */
  static SettleWait sleeping(Announcement announcement) {
    Objects.requireNonNull(announcement, "announcement");
    AtomicBoolean announced = new AtomicBoolean();
    return (replicas, next, last, stopped) -> {
      if (announced.compareAndSet(false, true)) {
        announcement.onWait(replicas, last);
      }
      sleep(next, stopped);
    };
  }

  private static void sleep(Duration time, BooleanSupplier stopped) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos();
          left > 0 && !stopped.getAsBoolean();
          left = end - System.nanoTime()) {
        Thread.sleep(Math.min(200, 1 + left / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Receives the announcement of a wait. */
  @FunctionalInterface
  interface Announcement {

    /**
     * Called before a run waits for the first time.
     *
     * @param replicas the number of replicas that have no source
     * @param last the time after which the run ends at the latest
     */
    void onWait(long replicas, Duration last);
  }
}
