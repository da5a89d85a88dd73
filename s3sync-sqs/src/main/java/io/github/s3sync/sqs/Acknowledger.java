package io.github.s3sync.sqs;

import io.github.s3sync.outcome.BackOff;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.Queue.Answer;
import io.github.s3sync.sqs.Queue.Answers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deletes messages that are done, ten at a time: whoever brings the tenth deletes them, on its own
 * thread, and what has waited long enough for ten is deleted by {@link #step}.
 *
 * <p>A message whose delete failed is kept hidden and tried again, until SQS shows it to others.
 */
final class Acknowledger {

  private static final BackOff AGAIN =
      new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), Math::random);

  private final Queue queue;
  private final InFlight inFlight;
  private final PollerListener listener;
  private final Duration within;
  private final LongSupplier nanoTime;
  private final Trouble trouble;
  private final Deque<Done> fresh = new ArrayDeque<>();
  private final PriorityQueue<Done> failed =
      new PriorityQueue<>(Comparator.comparingLong(Done::dueNanos));
  private int outstanding;
  private boolean stopped;

  Acknowledger(
      Queue queue,
      InFlight inFlight,
      PollerListener listener,
      Duration within,
      LongSupplier nanoTime) {
    this.queue = queue;
    this.inFlight = inFlight;
    this.listener = listener;
    this.within = within;
    this.nanoTime = nanoTime;
    this.trouble = new Trouble("delete messages of " + queue.url(), nanoTime);
  }

  Trouble trouble() {
    return trouble;
  }

  /** How many messages are done and not yet deleted. */
  synchronized int outstanding() {
    return outstanding;
  }

  /** Deletes a message soon, and then tells the outcome. */
  void add(Delivery delivery, MessageOutcome outcome) {
    delete(
        added(new Done(delivery, outcome, 0, nanoTime.getAsLong() + within.toNanos())),
        Queue.PATIENCE);
  }

  private synchronized List<Done> added(Done done) {
    if (stopped) {
      return List.of();
    }
    outstanding++;
    fresh.add(done);
    return fresh.size() < Queue.BATCH ? List.of() : takeFresh(new ArrayList<>());
  }

  /** Deletes what has waited long enough. */
  void step() {
    for (List<Done> batch = takeDue(); !batch.isEmpty(); batch = takeDue()) {
      delete(batch, Queue.PATIENCE);
    }
  }

  private synchronized List<Done> takeDue() {
    long now = nanoTime.getAsLong();
    List<Done> batch = new ArrayList<>();
    while (batch.size() < Queue.BATCH && isDue(failed.peek(), now)) {
      batch.add(failed.remove());
    }
    // One that is due takes the others along.
    return batch.isEmpty() && !isDue(fresh.peek(), now) ? batch : takeFresh(batch);
  }

  private static boolean isDue(@Nullable Done done, long now) {
    return done != null && done.dueNanos() - now <= 0;
  }

  private List<Done> takeFresh(List<Done> batch) {
    while (batch.size() < Queue.BATCH && !fresh.isEmpty()) {
      batch.add(fresh.remove());
    }
    return batch;
  }

  /**
   * Deletes what has not been tried yet, without waiting for ten.
   *
   * @param longest how long all calls together may take
   */
  void flush(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    Duration left = longest;
    while (left.compareTo(Duration.ZERO) > 0) {
      List<Done> batch = takeUntried();
      if (batch.isEmpty()) {
        return;
      }
      delete(batch, left.compareTo(Queue.PATIENCE) > 0 ? Queue.PATIENCE : left);
      left = Duration.ofNanos(end - System.nanoTime());
    }
  }

  private synchronized List<Done> takeUntried() {
    return takeFresh(new ArrayList<>());
  }

  /** From now on nothing is deleted. */
  synchronized void stop() {
    stopped = true;
    fresh.clear();
    failed.clear();
  }

  private void delete(List<Done> batch, Duration patience) {
    if (batch.isEmpty()) {
      return;
    }
    List<Done> open = new ArrayList<>(batch);
    try {
      Answers answers = queue.delete(batch.stream().map(Done::delivery).toList(), patience);
      for (int i = 0; i < batch.size(); i++) {
        Answer answer = answers.each().get(i);
        if (answer != Answer.FAILED) {
          open.remove(batch.get(i));
          end(batch.get(i), answer == Answer.DONE);
        }
      }
      if (answers.problem().isEmpty()) {
        trouble.over();
      } else {
        trouble.met(answers.problem());
      }
    } catch (RuntimeException e) {
      trouble.met(e);
    } finally {
      open.forEach(this::again);
    }
  }

  private void again(Done done) {
    long now = nanoTime.getAsLong();
    if (done.delivery().lost() || done.delivery().hidden(now).isNegative()) {
      end(done, false);
      return;
    }
    int failures = done.failures() + 1;
    long due = now + AGAIN.after(failures).toNanos();
    synchronized (this) {
      if (!stopped) {
        failed.add(new Done(done.delivery(), done.outcome(), failures, due));
      }
    }
  }

  private void end(Done done, boolean deleted) {
    synchronized (this) {
      outstanding--;
    }
    inFlight.remove(done.delivery());
    MessageOutcome outcome = done.outcome();
    listener.onMessage(
        deleted
            ? outcome
            : new MessageOutcome(
                outcome.messageId(),
                outcome.receiveCount(),
                Fate.POSSIBLY_DUPLICATED,
                outcome.report()));
  }

  private record Done(Delivery delivery, MessageOutcome outcome, int failures, long dueNanos) {}
}
