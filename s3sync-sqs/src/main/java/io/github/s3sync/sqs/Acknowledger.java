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
 * Deletes messages that are done, ten at a time. The thread that adds the tenth deletes them;
 * {@link #step} deletes messages that have waited long enough for others.
 *
 * <p>A message whose delete failed stays hidden and its delete is retried, until the message
 * becomes visible.
 */
final class Acknowledger {

  private static final BackOff RETRY_BACKOFF =
      new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), Math::random);

  private final Queue queue;
  private final InFlight inFlight;
  private final PollerListener listener;
  private final Duration within;
  private final LongSupplier nanoTime;
  private final ProblemLog problems;
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
    this.problems = new ProblemLog("delete messages of " + queue.url(), nanoTime);
  }

  ProblemLog problems() {
    return problems;
  }

  /** Returns the number of messages that are done and not yet deleted. */
  synchronized int outstanding() {
    return outstanding;
  }

  /** Deletes a message soon, and then reports the outcome. */
  void add(Delivery delivery, MessageOutcome outcome) {
    delete(
        added(new Done(delivery, outcome, 0, nanoTime.getAsLong() + within.toNanos())),
        Queue.ANSWER_TIMEOUT);
  }

  private synchronized List<Done> added(Done done) {
    if (stopped) {
      return List.of();
    }
    outstanding++;
    fresh.add(done);
    return fresh.size() < Queue.BATCH ? List.of() : takeFresh(new ArrayList<>());
  }

  /** Deletes the messages that have waited long enough. */
  void step() {
    for (List<Done> batch = takeDue(); !batch.isEmpty(); batch = takeDue()) {
      delete(batch, Queue.ANSWER_TIMEOUT);
    }
  }

  private synchronized List<Done> takeDue() {
    long now = nanoTime.getAsLong();
    List<Done> batch = new ArrayList<>();
    while (batch.size() < Queue.BATCH && isDue(failed.peek(), now)) {
      batch.add(failed.remove());
    }
    // A message that is due is deleted together with the others.
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
   * Deletes the messages whose delete has not been tried yet, without waiting for ten.
   *
   * @param longest the time limit of all calls together
   */
  void flush(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    Duration left = longest;
    while (left.compareTo(Duration.ZERO) > 0) {
      List<Done> batch = takeUntried();
      if (batch.isEmpty()) {
        return;
      }
      delete(batch, left.compareTo(Queue.ANSWER_TIMEOUT) > 0 ? Queue.ANSWER_TIMEOUT : left);
      left = Duration.ofNanos(end - System.nanoTime());
    }
  }

  private synchronized List<Done> takeUntried() {
    return takeFresh(new ArrayList<>());
  }

  /** Stops all further deletes. */
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
        problems.recovered();
      } else {
        problems.failed(answers.problem());
      }
    } catch (RuntimeException e) {
      problems.failed(e);
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
    long due = now + RETRY_BACKOFF.after(failures).toNanos();
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
