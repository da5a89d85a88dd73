package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a poller gracefully: processing in progress is completed, and other messages are returned
 * to the queue.
 */
final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  /**
   * How long to wait for the answer to a receive. The messages of a later answer are returned to
   * the queue as well, if the JVM still lives; otherwise SQS delivers them again after their
   * visibility timeout.
   */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

  /** The time limit of the last calls to SQS. */
  private static final Duration LAST_CALLS = Duration.ofSeconds(5);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final Intake intake;
  private final Receivers receivers;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final Worker worker;
  private final BusyMessages busy;

  Shutdown(
      Intake intake,
      Receivers receivers,
      InFlight inFlight,
      Acknowledger acknowledger,
      Worker worker,
      BusyMessages busy) {
    this.intake = intake;
    this.receivers = receivers;
    this.inFlight = inFlight;
    this.acknowledger = acknowledger;
    this.worker = worker;
    this.busy = busy;
  }

  /**
   * Stops all threads except the periodic tasks.
   *
   * @param longest the time limit for processing in progress
   */
  void run(Duration longest) throws InterruptedException {
    intake.close();
    receivers.stop();
    busy.close();
    returnToQueue(false);
    await(longest, () -> inFlight.all().size() <= acknowledger.outstanding());
    receivers.join(LAST_ANSWER);
    int unfinished = returnToQueue(true);
    if (unfinished > 0) {
      log.warn(
          "{} messages did not finish within {} and were returned to the queue",
          unfinished,
          longest);
    }
    long end = System.nanoTime() + LAST_CALLS.toNanos();
    acknowledger.flush(LAST_CALLS);
    await(
        Duration.ofNanos(end - System.nanoTime()),
        () -> inFlight.all().isEmpty() && !inFlight.owes());
  }

  private int returnToQueue(boolean begunToo) {
    int count = 0;
    for (Delivery delivery : inFlight.all()) {
      if ((begunToo || !delivery.running()) && delivery.markReleased()) {
        worker.returnToQueue(delivery);
        count++;
      }
    }
    return count;
  }

  private static void await(Duration longest, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(POLL_INTERVAL.toMillis());
    }
  }
}
