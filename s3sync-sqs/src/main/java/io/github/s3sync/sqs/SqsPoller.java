package io.github.s3sync.sqs;

import static java.util.Comparator.naturalOrder;

import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Copies what the messages of an SQS queue announce, until it is closed.
 *
 * <p>A message is deleted when everything that it announced is copied or did not have to be, and
 * not before; so nothing is lost however the process ends. What fails and may succeed later becomes
 * visible again after a back-off; what can never succeed goes to the dead-letter queue, if one is
 * given, or is left to the queue's redrive policy. SQS may deliver a message twice; the second copy
 * is equal to the first.
 *
 * <p>Copies run on the executor passed in. The poller has threads of its own, named {@code
 * s3sync-sqs-…}: the receivers, and one each that hides messages which are in work, deletes those
 * which are done, and begins again with those that waited for another message of the same key. The
 * latter keep the JVM alive until the poller is closed.
 *
 * <p>Errors of SQS end nothing: the poller tries again after a back-off, says so at WARN once a
 * minute, and shows it in {@link #health}.
 *
 * <p>It needs {@code sqs:ReceiveMessage}, {@code sqs:DeleteMessage} and {@code
 * sqs:ChangeMessageVisibility} on the queue, and {@code sqs:SendMessage} on the dead-letter queue.
 * With {@code sqs:GetQueueAttributes} it also knows the queue's {@code maxReceiveCount}.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class SqsPoller implements AutoCloseable {

  static final int STALLED_SECONDS = 45;

  /** Five minutes of {@link State#STALLED}. */
  static final int DEAD_SECONDS = STALLED_SECONDS + 300;

  private static final Logger log = LoggerFactory.getLogger(SqsPoller.class);

  /** How many messages more than are in work may wait to be deleted. */
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
  private final Slots slots;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final Intake intake;
  private final Receivers receivers;
  private final Shutdown shutdown;
  private final BusyMessages busy;
  private final Upkeep visibility;
  private final Upkeep deletes;
  private final Upkeep longWork;
  private final Upkeep busyMessages;
  private final RedrivePolicy redrivePolicy;
  private final FailureRun failures;
  private final StopSignal stop = new StopSignal();
  private final HeartbeatThreads heartbeatThreads = new HeartbeatThreads();
  private final Trouble receiving;
  private final List<Trouble> troubles;
  private Life life = Life.NEW;
  private @Nullable Thread closing;
  private boolean interruptedByHalt;
  private @Nullable Thread hook;
  private volatile @Nullable Instant started;
  private volatile @Nullable Instant lastSuccess;

  SqsPoller(SqsPollerBuilder parts) {
    LongSupplier nanoTime = parts.nanoTime;
    queueUrl = Objects.requireNonNull(parts.queueUrl, "queueUrl");
    SqsClient client = Objects.requireNonNull(parts.client, "client");
    shutdownTimeout = parts.shutdownTimeout;
    Queue queue = new Queue(client, queueUrl);
    PollerListener listener = new GuardedListener(parts.listener).andThen(this::remember);
    slots = new Slots(parts.concurrency, nanoTime);
    inFlight = new InFlight(queue, parts.visibilityTimeout, nanoTime, heartbeatThreads);
    redrivePolicy = new RedrivePolicy(queue, parts.maxReceiveCount, REDRIVE_POLICY_PAUSE);
    failures = new FailureRun(parts.backOff.max().multipliedBy(2), nanoTime);
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
    receiving = new Trouble("receive from " + queueUrl, nanoTime);
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
    visibility = new Upkeep("s3sync-sqs-visibility", VISIBILITY_PERIOD, inFlight::step);
    deletes = new Upkeep("s3sync-sqs-deletes", DELETES_PERIOD, acknowledger::step);
    busyMessages = new Upkeep("s3sync-sqs-busy", BUSY_PERIOD, intake::resumeBusy);
    longWork =
        new Upkeep(
            "s3sync-sqs-long-work", LONG_WORK_PERIOD, new LongWork(inFlight, nanoTime)::step);
    troubles =
        Stream.of(
                receiving,
                acknowledger.trouble(),
                inFlight.trouble(),
                deadLetters == null ? null : deadLetters.trouble())
            .filter(Objects::nonNull)
            .toList();
  }

  /**
   * Begins one.
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
   * Begins to receive; returns at once.
   *
   * @throws IllegalStateException if it was started or closed before
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
   * Has {@link #close} called when the JVM is told to end, by SIGTERM or by the last thread.
   *
   * @return this
   */
  public synchronized SqsPoller closeOnShutdown() {
    if (hook == null) {
      hook = new Thread(this::close, "s3sync-sqs-shutdown");
      Runtime.getRuntime().addShutdownHook(hook);
    }
    return this;
  }

  /**
   * How it is now. Asks nobody; may be called often.
   *
   * @return its health
   */
  public PollerHealth health() {
    State state = state();
    return new PollerHealth(
        state,
        started,
        intake.lastReceive(),
        lastSuccess,
        intake.backlogAge(receivers.asking()),
        inFlight.working(),
        inFlight.workingFor().values().stream().max(naturalOrder()).orElse(Duration.ZERO),
        slots.limit(),
        acknowledger.outstanding(),
        trouble(),
        !receivers.isAnyDead() && (state != State.STALLED || inStepSeconds() < DEAD_SECONDS));
  }

  private @Nullable String trouble() {
    return Stream.concat(
            troubles.stream().map(Trouble::current), Stream.of(failures).map(FailureRun::current))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private long inStepSeconds() {
    return receivers.inStep().toSeconds();
  }

  private synchronized State state() {
    return switch (life) {
      case NEW -> State.NEW;
      case STOPPING -> State.STOPPING;
      case STOPPED -> State.STOPPED;
      case RUNNING -> running();
    };
  }

  private State running() {
    boolean late = inStepSeconds() >= STALLED_SECONDS;
    return switch (receivers.step()) {
      case TAKING_SLOTS -> State.BUSY;
      case ASKING ->
          late ? State.STALLED : receiving.current() == null ? State.RECEIVING : State.BACKING_OFF;
      case PAUSING -> State.BACKING_OFF;
      case ENDED -> State.STALLED;
    };
  }

  /**
   * Stops receiving, finishes what runs within the shutdown timeout, makes visible at once what was
   * not begun or not finished, and deletes what is done. A copy in parts that would not end in time
   * ends after a part; where that is safe, whoever receives its message next copies only the parts
   * that are missing. Wait for the executor, then close the clients. Returns when all that has
   * happened, some seconds after the shutdown timeout at the latest. A second call waits for the
   * first.
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

  /** False if it is closed already, or when somebody else has closed it. */
  private synchronized boolean beginClosing() {
    forgetHook();
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

  /** Who calls close() need not know how halt() ended it. */
  private synchronized void forgetInterruption() {
    if (interruptedByHalt) {
      interruptedByHalt = false;
      boolean unused = Thread.interrupted();
    }
  }

  private void forgetHook() {
    if (hook != null && hook != Thread.currentThread()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        log.debug("the JVM is ending, its hooks stay");
      }
    }
  }

  /**
   * Ends at once: nothing more is received, hidden or deleted. Copies that run end after the
   * request that they are at, or with the JVM; what they belong to comes again when its visibility
   * timeout is over. Ends a {@link #close} that is under way, too.
   */
  public void halt() {
    synchronized (this) {
      forgetHook();
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
    inFlight.all().forEach(Delivery::giveBack);
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
