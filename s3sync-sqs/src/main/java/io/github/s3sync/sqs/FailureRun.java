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
 * Tracks the deliveries that failed since the last success. SQS may answer every call while every
 * message fails; this class makes that visible in the poller's health. Failures that a message
 * itself causes are not counted, since it is the poller's purpose to reject such messages.
 * Thread-safe.
 */
final class FailureRun {

  private static final Logger log = LoggerFactory.getLogger(FailureRun.class);

  /** Fewer failures than this may be caused by a few objects. */
  private static final int DELIVERIES = 10;

  private static final int MESSAGES = 3;
  private static final int MAX_LOGGED_CHARS = 500;

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
   * Starts without failures.
   *
   * @param current how long a failure counts as current; longer than any back-off
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
   * @param thrown whether the failure is an {@link Error}; a single error is enough to report
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
    last = "message " + messageId + ": " + LogText.of(problem, MAX_LOGGED_CHARS);
    lastNanos = nanoTime.getAsLong();
    if (!reported && isReportable()) {
      reported = true;
      log.warn("{}", text());
    }
  }

  private boolean isReportable() {
    return error || (deliveries >= DELIVERIES && messages.size() >= MESSAGES);
  }

  private String text() {
    return "no message has succeeded since " + since + ", " + deliveries + " failed; last " + last;
  }

  /** Describes the failures if there are no successes; returns null otherwise. */
  synchronized @Nullable String current() {
    boolean recent = nanoTime.getAsLong() - lastNanos < current.toNanos();
    return isReportable() && recent ? text() : null;
  }
}
