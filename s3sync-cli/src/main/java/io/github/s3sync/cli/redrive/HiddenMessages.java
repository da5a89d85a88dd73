package io.github.s3sync.cli.redrive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps the messages that stay in the dead-letter queue hidden until the run ends, so that the run
 * does not receive them twice, and then makes them visible. Knows only their receipt handles. Safe
 * for use by many threads.
 */
final class HiddenMessages {

  /** When half of the time has passed, it is extended. */
  private static final long EXTEND_AFTER_NANOS = DeadLetterQueue.HIDDEN.dividedBy(2).toNanos();

  /** After so many batches in a row without an answer, a thread leaves the rest as it is. */
  private static final int FAILED_BATCHES = 3;

  private final DeadLetterQueue queue;
  private final LongSupplier nanoTime;
  private final int max;
  private final Deque<Hidden> messages = new ArrayDeque<>();

  private record Hidden(String handle, long sinceNanos) {}

  /**
   * Creates an empty set.
   *
   * @param max how many messages a run may hide
   */
  HiddenMessages(DeadLetterQueue queue, int max, LongSupplier nanoTime) {
    this.queue = queue;
    this.max = max;
    this.nanoTime = nanoTime;
  }

  synchronized void add(String handle, long receivedNanos) {
    messages.add(new Hidden(handle, receivedNanos));
  }

  synchronized boolean isFull() {
    return messages.size() >= max;
  }

  /**
   * Extends the time of messages that would otherwise become visible soon. Ends at the first batch
   * that fails completely; the next call then tries again.
   */
  void extend() {
    while (true) {
      List<String> due = new ArrayList<>();
      long now = nanoTime.getAsLong();
      synchronized (this) {
        while (due.size() < DeadLetterQueue.BATCH
            && !messages.isEmpty()
            && now - messages.peek().sinceNanos() >= EXTEND_AFTER_NANOS) {
          due.add(messages.remove().handle());
        }
      }
      if (due.isEmpty()) {
        return;
      }
      Set<String> failed = queue.hide(due, DeadLetterQueue.HIDDEN);
      synchronized (this) {
        for (String handle : due) {
          // If the failure has passed by the next attempt, the message was hidden all the time.
          long since = failed.contains(handle) ? now - EXTEND_AFTER_NANOS / 2 : now;
          messages.add(new Hidden(handle, since));
        }
      }
      if (failed.size() == due.size()) {
        return;
      }
    }
  }

  /**
   * Makes messages visible until none is left; several threads can do this together. If SQS does
   * not answer, the messages become visible by themselves when their time has passed.
   */
  void release() {
    int failedBatches = 0;
    while (failedBatches < FAILED_BATCHES) {
      List<String> batch = new ArrayList<>();
      long now = nanoTime.getAsLong();
      synchronized (this) {
        while (batch.size() < DeadLetterQueue.BATCH && !messages.isEmpty()) {
          Hidden message = messages.remove();
          if (now - message.sinceNanos() < DeadLetterQueue.HIDDEN.toNanos()) {
            batch.add(message.handle());
          }
        }
      }
      if (batch.isEmpty()) {
        return;
      }
      Set<String> failed = queue.hide(batch, Duration.ZERO);
      failedBatches = failed.size() == batch.size() ? failedBatches + 1 : 0;
    }
  }
}
