package io.github.s3sync.sqs;

import io.github.s3sync.sqs.Queue.Answer;
import io.github.s3sync.sqs.Queue.Answers;
import io.github.s3sync.sqs.Queue.Hiding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the visibility timeout of the messages that are in progress, and sets that of the
 * messages that are released.
 *
 * <p>The timeout of a message is extended when half of it is over, so that one heartbeat may fail.
 * A message that SQS will not hide any longer is still processed: another consumer that receives it
 * makes an equal copy.
 */
final class InFlight {

  private static final Logger log = LoggerFactory.getLogger(InFlight.class);

  /** SQS refuses a time that ends after its 12 hours, and its clock differs from ours. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** The minimum number of attempts of a failing call within a visibility timeout. */
  private static final int TRIES = 10;

  /** The maximum wait of a released message after a call that failed. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final Queue queue;
  private final Duration visibilityTimeout;
  private final LongSupplier nanoTime;
  private final ProblemLog problems;
  private final Executor calls;

  /** The messages, and since when each is here. */
  private final Map<Delivery, Long> kept = new ConcurrentHashMap<>();

  private final Map<Delivery, Duration> givenBack = new ConcurrentHashMap<>();
  private volatile long pauseUntilNanos;

  InFlight(Queue queue, Duration visibilityTimeout, LongSupplier nanoTime) {
    this(queue, visibilityTimeout, nanoTime, Runnable::run);
  }

  /**
   * Starts without messages.
   *
   * @param calls runs the calls of one step; with several threads, a heartbeat of many messages
   *     ends in time
   */
  InFlight(Queue queue, Duration visibilityTimeout, LongSupplier nanoTime, Executor calls) {
    this.queue = queue;
    this.calls = calls;
    this.visibilityTimeout = visibilityTimeout;
    this.nanoTime = nanoTime;
    this.problems = new ProblemLog("change the visibility of messages in " + queue.url(), nanoTime);
    this.pauseUntilNanos = nanoTime.getAsLong();
  }

  ProblemLog problems() {
    return problems;
  }

  /** Returns the messages that are neither settled nor released. */
  List<Delivery> all() {
    return List.copyOf(kept.keySet());
  }

  /** Returns the number of messages that are in work, or wait for a thread. */
  int working() {
    return (int) kept.keySet().stream().filter(delivery -> !delivery.settled()).count();
  }

  /** Returns the messages that are in work or wait for a thread, and for how long. */
  Map<Delivery, Duration> workingFor() {
    long now = nanoTime.getAsLong();
    Map<Delivery, Duration> working = new HashMap<>();
    kept.forEach(
        (delivery, since) -> {
          if (!delivery.settled()) {
            working.put(delivery, Duration.ofNanos(now - since));
          }
        });
    return working;
  }

  /** Keeps a message hidden until it is removed or released. */
  void add(Delivery delivery) {
    kept.put(delivery, nanoTime.getAsLong());
  }

  /** Removes a message that is deleted, or that cannot be processed any further. */
  void remove(Delivery delivery) {
    kept.remove(delivery);
  }

  /** Releases a message: at the next step its visibility timeout is set to this time. */
  void makeVisibleAfter(Delivery delivery, Duration after) {
    givenBack.put(delivery, after);
    kept.remove(delivery);
  }

  /** Returns whether the visibility timeout of a released message still has to be set. */
  boolean owes() {
    return !givenBack.isEmpty();
  }

  /** Sets the visibility timeouts that are due. */
  void step() {
    long now = nanoTime.getAsLong();
    if (now - pauseUntilNanos < 0) {
      return;
    }
    Map<Delivery, Duration> leaving = Map.copyOf(givenBack);
    List<Hiding> due = new ArrayList<>();
    for (Delivery delivery : kept.keySet()) {
      if (!delivery.lost()
          && !leaving.containsKey(delivery)
          && delivery.hidden(now).compareTo(visibilityTimeout.dividedBy(2)) <= 0) {
        keep(delivery, now, due);
      }
    }
    leaving.forEach((delivery, after) -> due.add(hiding(delivery, after, now)));
    try {
      hideAll(due, leaving.keySet(), now);
    } catch (RuntimeException e) {
      problems.failed(e);
      Duration pause = visibilityTimeout.dividedBy(TRIES);
      pauseUntilNanos = now + (pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause).toNanos();
    } finally {
      forgetVisible(nanoTime.getAsLong());
    }
  }

  /**
   * Makes the calls for all messages, in parallel as far as there are threads; makes no further
   * call after one that failed.
   */
  private void hideAll(List<Hiding> due, Set<Delivery> leaving, long now) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    List<CompletableFuture<Void>> batches = new ArrayList<>();
    for (int i = 0; i < due.size(); i += Queue.BATCH) {
      List<Hiding> batch = due.subList(i, Math.min(i + Queue.BATCH, due.size()));
      batches.add(
          CompletableFuture.runAsync(
              () -> {
                if (failure.get() == null) {
                  try {
                    hide(batch, leaving, now);
                  } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                  }
                }
              },
              calls));
    }
    try {
      CompletableFuture.allOf(batches.toArray(CompletableFuture[]::new)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void keep(Delivery delivery, long now, List<Hiding> due) {
    Hiding longer = hiding(delivery, visibilityTimeout, now);
    boolean possible = longer.seconds() > 0;
    if (possible && Duration.ofSeconds(longer.seconds()).compareTo(delivery.hidden(now)) > 0) {
      due.add(longer);
    } else if (delivery.hidden(now).isNegative()) {
      lose(delivery);
    }
  }

  private static Hiding hiding(Delivery delivery, Duration wanted, long now) {
    Duration most = delivery.hideable(now).minus(MARGIN);
    Duration bounded = wanted.compareTo(most) > 0 ? most : wanted;
    return new Hiding(delivery, (int) Math.max(0, bounded.plusNanos(999_999_999).toSeconds()));
  }

  private void hide(List<Hiding> batch, Set<Delivery> leaving, long now) {
    Answers answers = queue.hide(batch);
    for (int i = 0; i < batch.size(); i++) {
      Hiding hiding = batch.get(i);
      Answer answer = answers.each().get(i);
      // A message that was released during its heartbeat still has to be made visible.
      if (answer != Answer.FAILED && leaving.contains(hiding.delivery())) {
        givenBack.remove(hiding.delivery());
      }
      if (answer == Answer.DONE) {
        hiding.delivery().hiddenUntil(now + Duration.ofSeconds(hiding.seconds()).toNanos());
      } else if (answer == Answer.LOST && kept.containsKey(hiding.delivery())) {
        lose(hiding.delivery());
      }
    }
    if (answers.problem().isEmpty()) {
      problems.recovered();
    } else {
      problems.failed(answers.problem());
    }
  }

  private static void lose(Delivery delivery) {
    delivery.lose();
    log.warn(
        "message {} can no longer be hidden: another consumer may receive it before it is done"
            + " here",
        delivery.message().messageId());
  }

  /** Removes released messages that have become visible meanwhile. */
  private void forgetVisible(long now) {
    givenBack.keySet().removeIf(delivery -> delivery.hidden(now).isNegative());
  }
}
