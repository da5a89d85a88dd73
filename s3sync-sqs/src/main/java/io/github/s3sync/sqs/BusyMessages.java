package io.github.s3sync.sqs;

import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Holds the messages that wait until another message of the same key is done. They occupy no slot,
 * and SQS keeps them hidden: no failure occurred, so no receive is used up. Thread-safe.
 */
final class BusyMessages {

  private final int limit;
  private final BackOff backOff;
  private final Duration visibilityTimeout;
  private final LongSupplier nanoTime;

  /** The time at which each message is resumed, the message that was parked first at the front. */
  private final Map<Delivery, Long> dueNanos = new LinkedHashMap<>();

  private boolean closed;

  /**
   * Creates an empty set.
   *
   * @param limit the maximum number of waiting messages: the heartbeat extends the visibility
   *     timeout of each
   */
  BusyMessages(int limit, BackOff backOff, Duration visibilityTimeout, LongSupplier nanoTime) {
    this.limit = limit;
    this.backOff = backOff;
    this.visibilityTimeout = visibilityTimeout;
    this.nanoTime = nanoTime;
  }

  /**
   * Parks a message that is in work. Returns false if it must return to the queue instead: too many
   * messages wait, SQS would not hide it for long enough, or the poller stops.
   */
  synchronized boolean keep(Delivery delivery) {
    long now = nanoTime.getAsLong();
    Duration wait = backOff.after(delivery.parkings() + 1);
    boolean hideable =
        !delivery.lost() && delivery.hideable(now).compareTo(wait.plus(visibilityTimeout)) >= 0;
    if (closed || dueNanos.size() >= limit || !hideable || !delivery.park()) {
      return false;
    }
    dueNanos.put(delivery, now + wait.toNanos());
    return true;
  }

  /** Returns the number of waiting messages. */
  synchronized int size() {
    return dueNanos.size();
  }

  /** Returns whether a message has waited long enough. */
  synchronized boolean isAnyDue() {
    long now = nanoTime.getAsLong();
    return dueNanos.values().stream().anyMatch(due -> now - due >= 0);
  }

  /** Removes and returns messages that have waited long enough, at most the wanted number. */
  synchronized List<Delivery> poll(int wanted) {
    long now = nanoTime.getAsLong();
    List<Delivery> due =
        dueNanos.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= 0)
            .map(Map.Entry::getKey)
            .limit(wanted)
            .toList();
    due.forEach(dueNanos::remove);
    return due;
  }

  /**
   * Removes all messages, which the caller returns to the queue. No further message is accepted.
   */
  synchronized void close() {
    closed = true;
    dueNanos.clear();
  }
}
