package io.github.s3sync.sqs;

import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the threads that receive messages. One thread leads; the others help while the queue returns
 * as many messages as requested, so that an idle queue costs one long poll at a time.
 */
final class Receivers {

  private static final Logger log = LoggerFactory.getLogger(Receivers.class);

  private static final BackOff RETRY_BACKOFF =
      new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30), Math::random);

  /** How often the leading thread checks whether done messages could be deleted meanwhile. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** The activity of the leading thread. */
  enum Step {
    /** It waits for messages in work to end, or passes messages to the executor. */
    TAKING_SLOTS,
    /** It waits for SQS. */
    ASKING,
    /** It pauses before the next attempt. */
    PAUSING,
    /** It has ended. */
    ENDED
  }

  private final ConcurrencyLimit slots;
  private final Intake intake;
  private final Acknowledger acknowledger;
  private final int mostOutstanding;
  private final LongSupplier nanoTime;
  private final ProblemLog problems;
  private final List<Thread> threads;
  private boolean plenty;
  private volatile boolean stopped;
  private volatile Step step = Step.TAKING_SLOTS;
  private volatile long stepNanos;

  /**
   * Creates the threads; {@link #start} starts them.
   *
   * @param count the number of threads, including the leading one
   * @param mostOutstanding the number of done and undeleted messages above which none is received:
   *     messages that cannot be deleted would be copied again and again
   */
  Receivers(
      int count,
      int mostOutstanding,
      ConcurrencyLimit slots,
      Intake intake,
      Acknowledger acknowledger,
      ProblemLog problems,
      LongSupplier nanoTime) {
    this.slots = slots;
    this.intake = intake;
    this.acknowledger = acknowledger;
    this.mostOutstanding = mostOutstanding;
    this.problems = problems;
    this.nanoTime = nanoTime;
    this.stepNanos = nanoTime.getAsLong();
    this.threads =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> thread("s3sync-sqs-receiver-" + i, i == 1))
            .toList();
  }

  private Thread thread(String name, boolean leading) {
    Thread thread = new Thread(() -> run(leading), name);
    // A pending answer must not delay the end of the JVM.
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  Step step() {
    return step;
  }

  /** Returns how long the current receive has been waiting; zero if there is none. */
  Duration asking() {
    return step == Step.ASKING ? inStep() : Duration.ZERO;
  }

  /** Returns whether a thread has ended unexpectedly. */
  boolean isAnyDead() {
    return !stopped && threads.stream().anyMatch(t -> t.getState() == Thread.State.TERMINATED);
  }

  /** Returns for how long the leading thread has been at its step. */
  Duration inStep() {
    return Duration.ofNanos(nanoTime.getAsLong() - stepNanos);
  }

  /**
   * Stops receiving. Threads are not interrupted: the messages of an answer in progress would stay
   * hidden until their visibility timeout is over.
   */
  void stop() {
    stopped = true;
    slots.close();
    synchronized (this) {
      notifyAll();
    }
  }

  /** Waits for answers that are in progress. */
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
          pause(RETRY_BACKOFF.after(failures));
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
          problems.failed(e);
          plenty(false);
          failures++;
        }
      }
    }
  }

  private void receive(boolean leading) throws InterruptedException {
    while (tooManyOutstanding() && !stopped) {
      at(leading, Step.PAUSING);
      pause(POLL_INTERVAL);
    }
    at(leading, Step.TAKING_SLOTS);
    int asked = slots.take(Queue.BATCH);
    // Messages that were in work when the wait for slots began may be done by now.
    if (stopped || tooManyOutstanding()) {
      slots.release(asked);
      return;
    }
    at(leading, Step.ASKING);
    // The executor may run copies on this thread, which may take hours.
    int came = intake.receive(asked, () -> at(leading, Step.TAKING_SLOTS));
    problems.recovered();
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

  /** Waits; ends early when the receivers are stopped. */
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

  /**
   * Waits until the queue returns as many messages as requested; returns false if the receivers are
   * stopped.
   */
  private synchronized boolean awaitPlenty() throws InterruptedException {
    while (!plenty && !stopped) {
      wait();
    }
    return !stopped;
  }
}
