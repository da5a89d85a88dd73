package io.github.s3sync.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message as it was received this once. Thread-safe. */
final class Delivery {

  /** SQS hides a message no longer than this after it was received, however often it is asked. */
  static final Duration LONGEST = Duration.ofHours(12);

  private enum State {
    WAITING,
    RUNNING,
    PARKED,
    SETTLED,
    GIVEN_BACK
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final Message message;
  private final long lastNanos;
  private volatile long hiddenUntilNanos;
  private volatile boolean lost;
  private final AtomicInteger parkings = new AtomicInteger();

  /**
   * Takes a message.
   *
   * @param askedNanos when it was asked for, which is before SQS began to count
   * @param hiddenUntilNanos when SQS would show it to others
   */
  Delivery(Message message, long askedNanos, long hiddenUntilNanos) {
    this.message = message;
    this.lastNanos = askedNanos + LONGEST.toNanos();
    this.hiddenUntilNanos = hiddenUntilNanos;
  }

  Message message() {
    return message;
  }

  int receiveCount() {
    String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    return count == null ? 1 : Integer.parseInt(count);
  }

  @Nullable Instant sent() {
    String millis = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** False if it was given back before anybody began. */
  boolean begin() {
    return state.compareAndSet(State.WAITING, State.RUNNING);
  }

  /** False if it was given back meanwhile: what came out of it is then nobody's business. */
  boolean settle() {
    return state.compareAndSet(State.RUNNING, State.SETTLED);
  }

  /** Sets it aside for a later attempt of this process; false if it was given back meanwhile. */
  boolean park() {
    boolean parked = state.compareAndSet(State.RUNNING, State.PARKED);
    if (parked) {
      parkings.incrementAndGet();
    }
    return parked;
  }

  /** How often it was parked. */
  int parkings() {
    return parkings.get();
  }

  /** Lets it be begun again; false if it was given back meanwhile. */
  boolean unpark() {
    return state.compareAndSet(State.PARKED, State.WAITING);
  }

  /** False if it is settled, or was given back before. */
  boolean giveBack() {
    return state.compareAndSet(State.WAITING, State.GIVEN_BACK)
        || state.compareAndSet(State.RUNNING, State.GIVEN_BACK)
        || state.compareAndSet(State.PARKED, State.GIVEN_BACK);
  }

  /** Whether somebody works on it, or did. */
  boolean begun() {
    State now = state.get();
    return now == State.RUNNING || now == State.PARKED || now == State.SETTLED;
  }

  /** Whether a thread works on it now. */
  boolean running() {
    return state.get() == State.RUNNING;
  }

  /** Whether it is done; it is then only to be deleted. */
  boolean settled() {
    return state.get() == State.SETTLED;
  }

  /** How long it stays hidden; negative if others may have it already. */
  Duration hidden(long nowNanos) {
    return Duration.ofNanos(hiddenUntilNanos - nowNanos);
  }

  void hiddenUntil(long nanos) {
    hiddenUntilNanos = nanos;
  }

  /** The longest that it may still be hidden. */
  Duration hideable(long nowNanos) {
    return Duration.ofNanos(Math.max(0, lastNanos - nowNanos));
  }

  /** SQS no longer knows the receipt handle: others may have the message. */
  void lose() {
    lost = true;
  }

  boolean lost() {
    return lost;
  }
}
