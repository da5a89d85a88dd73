package io.github.s3sync.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives messages and passes them to the executor. It requests as many as it has slots, so that
 * no message waits here while its visibility timeout runs.
 */
final class Intake {

  private final Queue queue;
  private final ConcurrencyLimit slots;
  private final InFlight inFlight;
  private final Worker worker;
  private final BusyMessages busy;
  private final Executor executor;
  private final Duration visibilityTimeout;
  private final LongSupplier nanoTime;
  private volatile boolean closed;
  private volatile @Nullable Received last;

  Intake(
      Queue queue,
      ConcurrencyLimit slots,
      InFlight inFlight,
      Worker worker,
      BusyMessages busy,
      Executor executor,
      Duration visibilityTimeout,
      LongSupplier nanoTime) {
    this.queue = queue;
    this.slots = slots;
    this.inFlight = inFlight;
    this.worker = worker;
    this.busy = busy;
    this.executor = executor;
    this.visibilityTimeout = visibilityTimeout;
    this.nanoTime = nanoTime;
  }

  /** Returns when SQS last answered. */
  @Nullable Instant lastReceive() {
    Received received = last;
    return received == null ? null : received.at();
  }

  /**
   * Returns how long the oldest waiting message may have waited: as SQS last answered, plus the
   * time since, in which nothing was received.
   *
   * @param asking how long SQS has been asked now; it answers at once if messages wait
   */
  @Nullable Duration backlogAge(Duration asking) {
    Received received = last;
    if (received == null) {
      return null;
    }
    Duration since = Duration.ofNanos(nanoTime.getAsLong() - received.nanos());
    Duration answered = asking.compareTo(Queue.LONG_POLL) > 0 ? Queue.LONG_POLL : asking;
    Duration unknown = since.minus(answered);
    return received.backlogAge().plus(unknown.isNegative() ? Duration.ZERO : unknown);
  }

  /** Returns all messages that are received from now on to the queue. */
  void close() {
    closed = true;
  }

  /**
   * Waits for messages and starts their processing.
   *
   * @param slotsTaken the maximum number; these slots belong to the intake from now on
   * @param answered runs when SQS has answered, before processing starts
   * @return the number of messages
   */
  int receive(int slotsTaken, Runnable answered) {
    long asked = nanoTime.getAsLong();
    List<Message> messages = List.of();
    try {
      messages = queue.receive(slotsTaken, visibilityTimeout);
    } finally {
      slots.release(slotsTaken - messages.size());
    }
    Instant now = Instant.now();
    long hiddenUntil = nanoTime.getAsLong() + visibilityTimeout.toNanos();
    List<Delivery> deliveries =
        messages.stream().map(message -> new Delivery(message, asked, hiddenUntil)).toList();
    last = new Received(now, nanoTime.getAsLong(), oldest(deliveries, now));
    deliveries.forEach(inFlight::add);
    answered.run();
    begin(deliveries);
    if (closed) {
      // The thread that would make them visible may have ended.
      inFlight.step();
    }
    return deliveries.size();
  }

  /**
   * Resumes the messages whose wait for another message of their key is over. A receive in progress
   * may hold all slots for as long as a long poll takes.
   */
  void resumeBusy() {
    if (!busy.isAnyDue()) {
      return;
    }
    try {
      // More messages may be due when the slots are free.
      int slotsTaken = slots.take(busy.size());
      List<Delivery> deliveries = busy.poll(slotsTaken).stream().filter(Delivery::unpark).toList();
      slots.release(slotsTaken - deliveries.size());
      begin(deliveries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(List<Delivery> deliveries) {
    RuntimeException refusal = null;
    Error error = null;
    for (Delivery delivery : deliveries) {
      boolean accepted = false;
      try {
        if (!closed) {
          executor.execute(() -> work(delivery));
          accepted = true;
        }
      } catch (RuntimeException e) {
        refusal = e;
      } catch (Error e) {
        // For example of a pool that cannot create a thread.
        error = e;
      }
      // An executor that runs its tasks at once has begun even if it threw.
      if (!accepted && !delivery.begun() && delivery.markReleased()) {
        worker.returnToQueue(delivery);
        slots.release(1);
      }
    }
    if (error != null) {
      throw error;
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private void work(Delivery delivery) {
    try {
      worker.work(delivery);
    } finally {
      slots.release(1);
    }
  }

  /**
   * Returns the age of the oldest message that is delivered for the first time; the age of a
   * repeated message does not show a backlog.
   */
  private static Duration oldest(List<Delivery> deliveries, Instant now) {
    Duration oldest = Duration.ZERO;
    for (Delivery delivery : deliveries) {
      Instant sent = delivery.sent();
      if (delivery.receiveCount() == 1 && sent != null) {
        Duration age = Duration.between(sent, now);
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
      }
    }
    return oldest;
  }

  /** An answer of SQS, and how long its oldest message had waited. */
  private record Received(Instant at, long nanos, Duration backlogAge) {}
}
