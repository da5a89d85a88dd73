package io.github.s3sync.sqs;

import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that ask the queue for messages. One leads; the others help while the queue gives as
 * much as is asked for, so that an idle queue costs one long poll at a time.
 */
final class Receivers {

  private static final Logger log = LoggerFactory.getLogger(Receivers.class);

  private static final BackOff AGAIN =
      new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), Math::random);

  /** How often it is looked whether messages that are done could be deleted meanwhile. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What the leading thread is at. */
  enum Step {
    /** It waits for messages in work to end, or hands some to the executor. */
    TAKING_SLOTS,
    /** It waits for SQS. */
    ASKING,
    /** It waits for better times. */
    PAUSING,
    /** It has ended. */
    ENDED
  }

  private final Slots slots;
  private final Intake intake;
  private final Acknowledger acknowledger;
  private final int mostOutstanding;
  private final LongSupplier nanoTime;
  private final Trouble trouble;
  private final List<Thread> threads;
  private boolean plenty;
  private volatile boolean stopped;
  private volatile Step step = Step.TAKING_SLOTS;
  private volatile long stepNanos;

  /**
   * Makes the threads; {@link #start} starts them.
   *
   * @param count how many, the leading one included
   * @param mostOutstanding with more messages done and not deleted than this none is received: what
   *     cannot be deleted would be copied again and again
   */
  Receivers(
      int count,
      int mostOutstanding,
      Slots slots,
      Intake intake,
      Acknowledger acknowledger,
      Trouble trouble,
      LongSupplier nanoTime) {
    this.slots = slots;
    this.intake = intake;
    this.acknowledger = acknowledger;
    this.mostOutstanding = mostOutstanding;
    this.trouble = trouble;
    this.nanoTime = nanoTime;
    this.stepNanos = nanoTime.getAsLong();
    this.threads =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> thread("s3sync-sqs-receiver-" + i, i == 1))
            .toList();
  }

  private Thread thread(String name, boolean leading) {
    Thread thread = new Thread(() -> run(leading), name);
    // An answer that is waited for must not hold up the end of the JVM.
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  Step step() {
    return step;
  }

  /** How long SQS has been asked for messages; zero while it is not. */
  Duration asking() {
    return step == Step.ASKING ? inStep() : Duration.ZERO;
  }

  /** Whether a thread has ended by itself. */
  boolean isAnyDead() {
    return !stopped && threads.stream().anyMatch(t -> t.getState() == Thread.State.TERMINATED);
  }

  /** For how long the leading thread has been at its step. */
  Duration inStep() {
    return Duration.ofNanos(nanoTime.getAsLong() - stepNanos);
  }

  /**
   * Nothing more is asked for. Nobody is interrupted: the messages of an answer that is under way
   * would be lost to everybody until their visibility timeout is over.
   */
  void stop() {
    stopped = true;
    slots.close();
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits for answers that are under way. */
  void join(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
    }
  }

  private void run(boolean leading) {
    try {
      loop(leading);
    } finally {
      at(leading, Step.ENDED);
    }
  }

  private void loop(boolean leading) {
    int failures = 0;
    while (!stopped) {
      try {
        if (failures > 0) {
          at(leading, Step.PAUSING);
          pause(AGAIN.after(failures));
        }
        if (leading || awaitPlenty()) {
          receive(leading);
        }
        failures = 0;
      } catch (InterruptedException e) {
        log.debug("{} was interrupted", Thread.currentThread().getName());
      } catch (RuntimeException | Error e) {
        // The flag that the SDK leaves set would make the next wait end at once.
        Thread.interrupted();
        if (!stopped) {
          trouble.met(e);
          plenty(false);
          failures++;
        }
      }
    }
  }

  private void receive(boolean leading) throws InterruptedException {
    while (tooManyOutstanding() && !stopped) {
      at(leading, Step.PAUSING);
      pause(LOOK);
    }
    at(leading, Step.TAKING_SLOTS);
    int asked = slots.take(Queue.BATCH);
    // What was in work when the wait for slots began is done by now.
    if (stopped || tooManyOutstanding()) {
      slots.giveBack(asked);
      return;
    }
    at(leading, Step.ASKING);
    // The executor may run copies on this thread, which may take hours.
    int came = intake.receive(asked, () -> at(leading, Step.TAKING_SLOTS));
    trouble.over();
    plenty(came == asked);
  }

  private boolean tooManyOutstanding() {
    return acknowledger.outstanding() > mostOutstanding;
  }

  private void at(boolean leading, Step next) {
    if (leading) {
      stepNanos = nanoTime.getAsLong();
      step = next;
    }
  }

  /** Ends early when all is stopped. */
  private synchronized void pause(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toMillis();
        left > 0 && !stopped;
        left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
      wait(left);
    }
  }

  private synchronized void plenty(boolean now) {
    plenty = now;
    if (now) {
      notifyAll();
    }
  }

  /** False if all is stopped meanwhile. */
  private synchronized boolean awaitPlenty() throws InterruptedException {
    while (!plenty && !stopped) {
      wait();
    }
    return !stopped;
  }
}
