package io.github.s3sync.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Tracks the state of one delivery of a message. Thread-safe. */
final class Delivery {

  /** SQS's limit for hiding a message after a receive, including all extensions. */
  static final Duration MAX_HIDDEN = Duration.ofHours(12);

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
   * Creates the state of a received message.
   *
   * @param askedNanos when the receive was sent, before SQS started to count
   * @param hiddenUntilNanos when SQS would make it visible
   */
  Delivery(Message message, long askedNanos, long hiddenUntilNanos) {
    this.message = message;
    this.lastNanos = askedNanos + MAX_HIDDEN.toNanos();
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

  /** Marks it as begun; returns false if it was released before. */
  boolean begin() {
    return state.compareAndSet(State.WAITING, State.RUNNING);
  }

  /**
   * Marks it as settled; returns false if it was released meanwhile: its result is then ignored.
   */
  boolean settle() {
    return state.compareAndSet(State.RUNNING, State.SETTLED);
  }

  /** Parks it for a later attempt of this process; returns false if it was released meanwhile. */
  boolean park() {
    boolean parked = state.compareAndSet(State.RUNNING, State.PARKED);
    if (parked) {
      parkings.incrementAndGet();
    }
    return parked;
  }

  /** Returns how often it was parked. */
  int parkings() {
    return parkings.get();
  }

  /** Ends its parking; returns false if it was released meanwhile. */
  boolean unpark() {
    return state.compareAndSet(State.PARKED, State.WAITING);
  }

  /** Marks it as released to the queue; returns false if it is settled, or was released before. */
  boolean markReleased() {
    return state.compareAndSet(State.WAITING, State.GIVEN_BACK)
        || state.compareAndSet(State.RUNNING, State.GIVEN_BACK)
        || state.compareAndSet(State.PARKED, State.GIVEN_BACK);
  }

  /** Returns whether its processing has begun. */
  boolean begun() {
    State now = state.get();
    return now == State.RUNNING || now == State.PARKED || now == State.SETTLED;
  }

  /** Returns whether a thread processes it now. */
  boolean running() {
    return state.get() == State.RUNNING;
  }

  /** Returns whether it is settled, so that it only remains to be deleted. */
  boolean settled() {
    return state.get() == State.SETTLED;
  }

  /** Returns how long it stays hidden; negative if other consumers may have received it. */
  Duration hidden(long nowNanos) {
    return Duration.ofNanos(hiddenUntilNanos - nowNanos);
  }

  void hiddenUntil(long nanos) {
    hiddenUntilNanos = nanos;
  }

  /** Returns the maximum time for which it can still be hidden. */
  Duration hideable(long nowNanos) {
    return Duration.ofNanos(Math.max(0, lastNanos - nowNanos));
  }

  /**
   * Records that SQS does not accept the receipt handle any more: other consumers may have the
   * message.
   */
  void lose() {
    lost = true;
  }

  boolean lost() {
    return lost;
  }
}
