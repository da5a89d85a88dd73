package io.github.s3sync.sqs;

import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Receives notifications from an SQS queue and passes them to an {@code S3Sync}, until it is
 * closed.
 *
 * <p>A message is deleted when every object that it reports is copied, or did not have to be
 * copied, and never earlier. So no message is lost, however the process ends. A message that failed
 * and may succeed later becomes visible again after a back-off. A message that can never succeed is
 * sent to the dead-letter queue, or is left to the queue's redrive policy if no dead-letter queue
 * is configured. SQS may deliver a message twice; the second copy is equal to the first.
 *
 * <p>Copies run on the executor that was passed to the builder. The poller also starts threads of
 * its own, named {@code s3sync-sqs-…}: the receivers, a thread that extends the visibility timeout
 * of messages in process, a thread that deletes handled messages, and a thread that resumes
 * messages that waited for another message of the same key. These threads, except the receivers,
 * keep the JVM alive until the poller is closed.
 *
 * <p>The poller continues after errors of SQS: it retries after a back-off, logs a WARN at most
 * once a minute, and reports the problem in {@link #health}.
 *
 * <p>The poller needs {@code sqs:ReceiveMessage}, {@code sqs:DeleteMessage} and {@code
 * sqs:ChangeMessageVisibility} on the queue, and {@code sqs:SendMessage} on the dead-letter queue.
 * With {@code sqs:GetQueueAttributes} it can read the queue's {@code maxReceiveCount}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class SqsPoller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SqsPoller.class);

  /** How many handled messages may wait to be deleted, in addition to those in process. */
  private static final int SPARE_OUTSTANDING = 100;

  private static final Duration VISIBILITY_PERIOD = Duration.ofMillis(250);

  private static final Duration DELETES_PERIOD = Duration.ofMillis(100);

  private static final Duration BUSY_PERIOD = Duration.ofMillis(250);

  private static final Duration LONG_WORK_PERIOD = Duration.ofMinutes(1);

  private static final Duration REDRIVE_POLICY_PAUSE = Duration.ofMinutes(1);

  private enum Life {
    NEW,
    RUNNING,
    STOPPING,
    STOPPED
  }

  private final String queueUrl;
  private final Duration shutdownTimeout;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final Intake intake;
  private final Receivers receivers;
  private final Shutdown shutdown;
  private final BusyMessages busy;
  private final PeriodicTask visibility;
  private final PeriodicTask deletes;
  private final PeriodicTask longWork;
  private final PeriodicTask busyMessages;
  private final RedrivePolicy redrivePolicy;
  private final HealthReading reading;
  private final StopSignal stop = new StopSignal();
  private final HeartbeatThreads heartbeatThreads = new HeartbeatThreads();
  private final ShutdownHook hook = new ShutdownHook();
  private Life life = Life.NEW;
  private @Nullable Thread closing;
  private boolean interruptedByHalt;
  private volatile @Nullable Instant started;
  private volatile @Nullable Instant lastSuccess;

  SqsPoller(SqsPollerBuilder parts) {
    LongSupplier nanoTime = parts.nanoTime;
    queueUrl = Objects.requireNonNull(parts.queueUrl, "queueUrl");
    SqsClient client = Objects.requireNonNull(parts.client, "client");
    shutdownTimeout = parts.shutdownTimeout;
    Queue queue = new Queue(client, queueUrl);
    PollerListener listener = new GuardedListener(parts.listener).andThen(this::remember);
    ConcurrencyLimit slots = new ConcurrencyLimit(parts.concurrency, nanoTime);
    inFlight = new InFlight(queue, parts.visibilityTimeout, nanoTime, heartbeatThreads);
    redrivePolicy = new RedrivePolicy(queue, parts.maxReceiveCount, REDRIVE_POLICY_PAUSE);
    FailureRun failures = new FailureRun(parts.backOff.max().multipliedBy(2), nanoTime);
    acknowledger = new Acknowledger(queue, inFlight, listener, parts.acknowledgeWithin, nanoTime);
    DeadLetters deadLetters =
        parts.deadLetterQueueUrl == null
            ? null
            : new DeadLetters(new Queue(client, parts.deadLetterQueueUrl), nanoTime);
    busy = new BusyMessages(parts.concurrency, parts.backOff, parts.visibilityTimeout, nanoTime);
    Worker worker =
        new Worker(
            Objects.requireNonNull(parts.sync, "sync"),
            slots,
            inFlight,
            acknowledger,
            deadLetters,
            redrivePolicy,
            failures,
            parts.backOff,
            busy,
            new Continuation(queue, redrivePolicy, nanoTime),
            parts.patience,
            stop,
            listener);
    intake =
        new Intake(
            queue,
            slots,
            inFlight,
            worker,
            busy,
            Objects.requireNonNull(parts.executor, "executor"),
            parts.visibilityTimeout,
            nanoTime);
    ProblemLog receiving = new ProblemLog("receive from " + queueUrl, nanoTime);
    receivers =
        new Receivers(
            parts.receivers,
            parts.concurrency + SPARE_OUTSTANDING,
            slots,
            intake,
            acknowledger,
            receiving,
            nanoTime);
    shutdown = new Shutdown(intake, receivers, inFlight, acknowledger, worker, busy);
    visibility = new PeriodicTask("s3sync-sqs-visibility", VISIBILITY_PERIOD, inFlight::step);
    deletes = new PeriodicTask("s3sync-sqs-deletes", DELETES_PERIOD, acknowledger::step);
    busyMessages = new PeriodicTask("s3sync-sqs-busy", BUSY_PERIOD, intake::resumeBusy);
    longWork =
        new PeriodicTask(
            "s3sync-sqs-long-work", LONG_WORK_PERIOD, new LongWork(inFlight, nanoTime)::step);
    List<ProblemLog> problems = new ArrayList<>();
    problems.addAll(List.of(receiving, acknowledger.problems(), inFlight.problems()));
    if (deadLetters != null) {
      problems.add(deadLetters.problems());
    }
    reading =
        new HealthReading(
            intake, receivers, inFlight, acknowledger, slots, receiving, problems, failures);
  }

  /**
   * Returns a new builder.
   *
   * @return the builder
   */
  public static SqsPollerBuilder builder() {
    return new SqsPollerBuilder();
  }

  private void remember(MessageOutcome outcome) {
    if (outcome.fate() == Fate.ACKNOWLEDGED) {
      lastSuccess = Instant.now();
    }
  }

  /**
   * Starts to receive messages. Returns at once.
   *
   * @throws IllegalStateException if the poller was started or closed before
   */
  public synchronized void start() {
    if (life != Life.NEW) {
      throw new IllegalStateException("the poller of " + queueUrl + " was started before");
    }
    life = Life.RUNNING;
    started = Instant.now();
    redrivePolicy.start();
    visibility.start();
    deletes.start();
    longWork.start();
    busyMessages.start();
    receivers.start();
    log.info("polling {}", queueUrl);
  }

  /**
   * Registers a shutdown hook that calls {@link #close} when the JVM ends, for example at SIGTERM.
   *
   * @return this
   */
  public synchronized SqsPoller closeOnShutdown() {
    hook.register(this::close);
    return this;
  }

  /**
   * Returns the current state of the poller. Sends no request and may be called often.
   *
   * @return the health
   */
  public PollerHealth health() {
    return reading.of(state(), started, lastSuccess);
  }

  private synchronized State state() {
    return switch (life) {
      case NEW -> State.NEW;
      case STOPPING -> State.STOPPING;
      case STOPPED -> State.STOPPED;
      case RUNNING -> reading.running();
    };
  }

  /**
   * Stops receiving, waits up to the shutdown timeout for running copies, deletes the messages of
   * finished copies, and makes all other messages visible at once. A copy in parts that would not
   * end in time ends after a part. Where that is safe, the next consumer of its message copies only
   * the missing parts.
   *
   * <p>Returns when all this is done, at the latest some seconds after the shutdown timeout. A
   * second call waits for the first. Afterwards wait for the executor, and then close the clients.
   */
  @Override
  public void close() {
    if (!beginClosing()) {
      return;
    }
    try {
      stop.stopWithin(shutdownTimeout);
      shutdown.run(shutdownTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      halt();
      forgetInterruption();
      log.info("no longer polling {}", queueUrl);
    }
  }

  /** Returns false if the poller is closed already, or after another thread has closed it. */
  private synchronized boolean beginClosing() {
    hook.forget();
    boolean mine = life == Life.RUNNING;
    if (mine) {
      life = Life.STOPPING;
      closing = Thread.currentThread();
    } else if (life == Life.NEW) {
      life = Life.STOPPED;
    }
    boolean interrupted = false;
    while (!mine && life != Life.STOPPED && !interrupted) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine;
  }

  /** Clears the interrupt with which halt() ended close(), so that its caller does not see it. */
  private synchronized void forgetInterruption() {
    if (interruptedByHalt) {
      interruptedByHalt = false;
      boolean unused = Thread.interrupted();
    }
  }

  /**
   * Stops the poller at once. Afterwards it receives and deletes no message, and extends no
   * visibility timeout. A running copy ends after its current request, or with the JVM, and its
   * message becomes visible when its visibility timeout ends. A running {@link #close} also ends.
   */
  public void halt() {
    synchronized (this) {
      hook.forget();
      if (closing != null && closing != Thread.currentThread()) {
        closing.interrupt();
        interruptedByHalt = true;
      }
      closing = null;
      life = Life.STOPPED;
      notifyAll();
    }
    stop.stopWithin(Duration.ZERO);
    intake.close();
    acknowledger.stop();
    inFlight.all().forEach(Delivery::markReleased);
    receivers.stop();
    busy.close();
    visibility.stop();
    deletes.stop();
    longWork.stop();
    busyMessages.stop();
    redrivePolicy.stop();
    heartbeatThreads.stop();
  }
}
