package io.github.s3sync.sqs;

import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The messages that wait until another message of the same key is done. They hold no slot, and SQS
 * keeps them hidden: nothing has failed, so no receive is used up. Thread-safe.
 */
final class BusyMessages {

  private final int limit;
  private final BackOff backOff;
  private final Duration visibilityTimeout;
  private final LongSupplier nanoTime;

  /** With the time at which each is begun again, the one parked first at the front. */
  private final Map<Delivery, Long> dueNanos = new LinkedHashMap<>();

  private boolean closed;

  /**
   * Keeps no message yet.
   *
   * @param limit how many may wait: each is hidden anew by the heartbeat
   */
  BusyMessages(int limit, BackOff backOff, Duration visibilityTimeout, LongSupplier nanoTime) {
    this.limit = limit;
    this.backOff = backOff;
    this.visibilityTimeout = visibilityTimeout;
    this.nanoTime = nanoTime;
  }

  /**
   * Parks a message that is in work. False if it must return to the queue instead: too many wait,
   * SQS would not hide it for long enough, or the poller stops.
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

  /** How many messages wait. */
  synchronized int size() {
    return dueNanos.size();
  }

  /** Whether a message has waited for long enough. */
  synchronized boolean isAnyDue() {
    long now = nanoTime.getAsLong();
    return dueNanos.values().stream().anyMatch(due -> now - due >= 0);
  }

  /** Removes and returns messages that have waited for long enough, no more than wanted. */
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

  /** Forgets all; the caller hands them back. No message is kept from now on. */
  synchronized void close() {
    closed = true;
    dueNanos.clear();
  }
}
