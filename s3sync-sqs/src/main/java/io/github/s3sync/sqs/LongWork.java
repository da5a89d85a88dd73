package io.github.s3sync.sqs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once an hour about each message that has been in work for hours. For use by one thread. */
final class LongWork {

  private static final Logger log = LoggerFactory.getLogger(LongWork.class);
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * The maximum number of lines of one step, since all messages in work may hang for the same
   * reason.
   */
  private static final int LINES = 10;

  private final InFlight inFlight;
  private final LongSupplier nanoTime;
  private final Map<Delivery, Long> warned = new HashMap<>();

  LongWork(InFlight inFlight, LongSupplier nanoTime) {
    this.inFlight = inFlight;
    this.nanoTime = nanoTime;
  }

  /** Logs the warnings that are due. */
  void step() {
    Map<Delivery, Duration> working = inFlight.workingFor();
    warned.keySet().retainAll(working.keySet());
    long now = nanoTime.getAsLong();
    int due = 0;
    for (Map.Entry<Delivery, Duration> entry : working.entrySet()) {
      Delivery delivery = entry.getKey();
      Long last = warned.get(delivery);
      long quiet = last == null ? entry.getValue().toNanos() : now - last;
      if (quiet >= HOUR.toNanos()) {
        warned.put(delivery, now);
        if (++due <= LINES) {
          warn(delivery, entry.getValue());
        }
      }
    }
    if (due > LINES) {
      log.warn("{} more messages have been in work for more than an hour", due - LINES);
    }
  }

  private static void warn(Delivery delivery, Duration worked) {
    log.warn(
        "message {} has been in work for {} minutes and stays hidden from other consumers; if its"
            + " objects are not that large, check the threads of this process",
        delivery.message().messageId(),
        worked.toMinutes());
  }
}
