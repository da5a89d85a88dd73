package io.github.s3sync.sqs;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries that failed since one last succeeded. SQS may answer every call while no message
 * ever succeeds; this is how the poller's health shows it. Failures that a message causes itself
 * are not counted: to reject such a message is the poller's work. Thread-safe.
 */
final class FailureRun {

  private static final Logger log = LoggerFactory.getLogger(FailureRun.class);

  /** Fewer failures than this may be those of a few objects. */
  private static final int DELIVERIES = 10;

  private static final int MESSAGES = 3;
  private static final int SHOWN = 500;

  private final Duration current;
  private final LongSupplier nanoTime;
  private final Set<String> messages = new HashSet<>();
  private int deliveries;
  private boolean error;
  private String last = "";
  private long lastNanos;
  private Instant since = Instant.EPOCH;
  private boolean reported;

  /**
   * Begins with no failure.
   *
   * @param current how long a failure is held to be current; longer than any back-off
   */
  FailureRun(Duration current, LongSupplier nanoTime) {
    this.current = current;
    this.nanoTime = nanoTime;
  }

  synchronized void succeeded() {
    if (reported) {
      log.info("messages succeed again");
    }
    messages.clear();
    deliveries = 0;
    error = false;
    reported = false;
  }

  /**
   * Adds a delivery that failed.
   *
   * @param thrown whether the failure is an {@link Error}, one of which is enough
   */
  synchronized void failed(String messageId, String problem, boolean thrown) {
    if (deliveries == 0) {
      since = Instant.now();
    }
    deliveries++;
    if (messages.size() < MESSAGES) {
      messages.add(messageId);
    }
    error |= thrown;
    last = "message " + messageId + ": " + LogText.of(problem, SHOWN);
    lastNanos = nanoTime.getAsLong();
    if (!reported && isTrouble()) {
      reported = true;
      log.warn("{}", text());
    }
  }

  private boolean isTrouble() {
    return error || (deliveries >= DELIVERIES && messages.size() >= MESSAGES);
  }

  private String text() {
    return "no message has succeeded since " + since + ", " + deliveries + " failed; last " + last;
  }

  /** Describes the failures, if nothing succeeds; null otherwise. */
  synchronized @Nullable String current() {
    boolean recent = nanoTime.getAsLong() - lastNanos < current.toNanos();
    return isTrouble() && recent ? text() : null;
  }
}
