package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a poller ends in good order: what runs is finished, what was not begun is handed back. */
final class Shutdown {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  /**
   * How long an answer to a receive is waited for. The messages of a later one are handed back,
   * too, if the JVM still lives; if not, they come again after their visibility timeout.
   */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

  /** How long SQS may take for the last calls. */
  private static final Duration LAST_CALLS = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(20);

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
   * Ends all but the upkeep.
   *
   * @param longest how long what runs may take
   */
  void run(Duration longest) throws InterruptedException {
    intake.close();
    receivers.stop();
    busy.close();
    handBack(false);
    await(longest, () -> inFlight.all().size() <= acknowledger.outstanding());
    receivers.join(LAST_ANSWER);
    int unfinished = handBack(true);
    if (unfinished > 0) {
      log.warn("{} messages were not done within {}; others can have them", unfinished, longest);
    }
    long end = System.nanoTime() + LAST_CALLS.toNanos();
    acknowledger.flush(LAST_CALLS);
    await(
        Duration.ofNanos(end - System.nanoTime()),
        () -> inFlight.all().isEmpty() && !inFlight.owes());
  }

  private int handBack(boolean begunToo) {
    int count = 0;
    for (Delivery delivery : inFlight.all()) {
      if ((begunToo || !delivery.running()) && delivery.giveBack()) {
        worker.handBack(delivery);
        count++;
      }
    }
    return count;
  }

  private static void await(Duration longest, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK.toMillis());
    }
  }
}
