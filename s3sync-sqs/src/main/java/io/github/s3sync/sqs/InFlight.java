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
 * The messages that SQS hides from others on our behalf. A heartbeat hides them for longer while
 * they are here; those that are given back become visible when they should.
 *
 * <p>A message is hidden anew when half of its time is over, so that a heartbeat may fail. One that
 * cannot be hidden any longer is worked on all the same: whoever gets it next makes an equal copy.
 */
final class InFlight {

  private static final Logger log = LoggerFactory.getLogger(InFlight.class);

  /** SQS refuses a time that ends behind its 12 hours, and its clock is not ours. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** How often at least a call that fails is tried within a visibility timeout. */
  private static final int TRIES = 10;

  /** What is given back does not wait longer than this after a call that failed. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Queue queue;
  private final Duration visibilityTimeout;
  private final LongSupplier nanoTime;
  private final Trouble trouble;
  private final Executor calls;

  /** With the time from which each has been here. */
  private final Map<Delivery, Long> kept = new ConcurrentHashMap<>();

  private final Map<Delivery, Duration> givenBack = new ConcurrentHashMap<>();
  private volatile long pauseUntilNanos;

  InFlight(Queue queue, Duration visibilityTimeout, LongSupplier nanoTime) {
    this(queue, visibilityTimeout, nanoTime, Runnable::run);
  }

  /**
   * Begins with no message.
   *
   * @param calls runs the calls of one step; one that has several threads lets a heartbeat of many
   *     messages end in time
   */
  InFlight(Queue queue, Duration visibilityTimeout, LongSupplier nanoTime, Executor calls) {
    this.queue = queue;
    this.calls = calls;
    this.visibilityTimeout = visibilityTimeout;
    this.nanoTime = nanoTime;
    this.trouble = new Trouble("change the visibility of messages in " + queue.url(), nanoTime);
    this.pauseUntilNanos = nanoTime.getAsLong();
  }

  Trouble trouble() {
    return trouble;
  }

  /** Those that are neither done with nor given back. */
  List<Delivery> all() {
    return List.copyOf(kept.keySet());
  }

  /** How many are in work, or wait for a thread. */
  int working() {
    return (int) kept.keySet().stream().filter(delivery -> !delivery.settled()).count();
  }

  /** Those in work, or waiting for a thread, with how long they have been. */
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

  /** Keeps it hidden until it is removed or given back. */
  void add(Delivery delivery) {
    kept.put(delivery, nanoTime.getAsLong());
  }

  /** It is deleted, or nothing more can be done about it. */
  void remove(Delivery delivery) {
    kept.remove(delivery);
  }

  /** At the next step it is given the time after which it becomes visible. */
  void giveBack(Delivery delivery, Duration after) {
    givenBack.put(delivery, after);
    kept.remove(delivery);
  }

  /** Whether something given back is not yet said to SQS. */
  boolean owes() {
    return !givenBack.isEmpty();
  }

  /** Says to SQS what is due. */
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
      trouble.met(e);
      Duration pause = visibilityTimeout.dividedBy(TRIES);
      pauseUntilNanos =
          now + (pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause).toNanos();
    } finally {
      forgetVisible(nanoTime.getAsLong());
    }
  }

  /** Makes the calls for all, at once as far as there are threads; none after one that failed. */
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
      // What is given back during its heartbeat still has to be said.
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
      trouble.over();
    } else {
      trouble.met(answers.problem());
    }
  }

  private static void lose(Delivery delivery) {
    delivery.lose();
    log.warn(
        "message {} can no longer be hidden: others may get it before it is done here",
        delivery.message().messageId());
  }

  /** What SQS shows by itself meanwhile need not be said any more. */
  private void forgetVisible(long now) {
    givenBack.keySet().removeIf(delivery -> delivery.hidden(now).isNegative());
  }
}
