package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.outcome.BackOff;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.FailureReason.Cause;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Processes one message and decides its fate. */
final class Worker {

  /** The key of the message's id in the log context, for log lines about its objects. */
  static final String MESSAGE_ID = "messageId";

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final S3Sync sync;
  private final ConcurrencyLimit slots;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final @Nullable DeadLetters deadLetters;
  private final RedrivePolicy redrivePolicy;
  private final FailureRun failures;
  private final BackOff backOff;
  private final BusyMessages busy;
  private final Continuation continuation;
  private final PollerListener listener;

  private final StopSignal stop;

  /**
   * Unlimited until the poller stops: the heartbeat keeps the message hidden, and a copy that takes
   * longer than SQS allows is better completed than restarted.
   */
  private final Deadline deadline;

  Worker(
      S3Sync sync,
      ConcurrencyLimit slots,
      InFlight inFlight,
      Acknowledger acknowledger,
      @Nullable DeadLetters deadLetters,
      RedrivePolicy redrivePolicy,
      FailureRun failures,
      BackOff backOff,
      BusyMessages busy,
      Continuation continuation,
      Duration patience,
      StopSignal stop,
      PollerListener listener) {
    this.sync = sync;
    this.slots = slots;
    this.inFlight = inFlight;
    this.acknowledger = acknowledger;
    this.deadLetters = deadLetters;
    this.redrivePolicy = redrivePolicy;
    this.failures = failures;
    this.backOff = backOff;
    this.busy = busy;
    this.continuation = continuation;
    this.stop = stop;
    this.deadline = Deadline.none().withPatience(patience).orStop(stop);
    this.listener = listener;
  }

  void work(Delivery delivery) {
    if (!delivery.begin()) {
      return;
    }
    MDC.put(MESSAGE_ID, id(delivery));
    try {
      finish(delivery, report(delivery));
    } finally {
      MDC.remove(MESSAGE_ID);
    }
  }

  private void finish(Delivery delivery, SyncReport report) {
    if (isOnlyBusy(report) && busy.keep(delivery)) {
      log.debug("message {} waits for another message of the same key", id(delivery));
      return;
    }
    Fate fate = fate(delivery, report);
    if (!delivery.settle()) {
      return;
    }
    if (fate == Fate.ACKNOWLEDGED
        || fate == Fate.DEAD_LETTERED
        || continuation.isSentOnceMore(delivery, report)) {
      acknowledger.add(delivery, outcome(delivery, report, fate));
    } else if (fate == Fate.HANDED_BACK) {
      release(delivery, report, fate, Duration.ZERO);
    } else {
      int failures = Continuation.hasProgressed(report) ? 1 : delivery.receiveCount();
      release(delivery, report, fate, backOff.after(failures));
    }
    log(delivery, report, fate);
  }

  /**
   * Returns the report; an error is a failure like any other: it is counted, and its message is
   * retried.
   */
  private SyncReport report(Delivery delivery) {
    try {
      MessageBody body = new MessageBody(id(delivery), delivery.message().body());
      return sync.handleMessages(List.of(body), deadline).get(0);
    } catch (RuntimeException | Error e) {
      log.warn("message {} failed with an unexpected error", id(delivery), e);
      return new SyncReport(List.of(CopyOutcome.Failed.unexpected(e)), 0);
    }
  }

  /**
   * Returns the fate; an error is a failure here as well, since nothing else would end the
   * delivery.
   */
  private Fate fate(Delivery delivery, SyncReport report) {
    try {
      return judge(delivery, report);
    } catch (RuntimeException | Error e) {
      log.warn("message {} is retried after an unexpected error", id(delivery), e);
      failures.failed(id(delivery), FailureReason.UNEXPECTED + ": " + e, e instanceof Error);
      return Fate.RETRIED;
    }
  }

  private Fate judge(Delivery delivery, SyncReport report) {
    adapt(delivery, report);
    List<CopyOutcome.Failed> failed = report.failed();
    if (failed.isEmpty()) {
      return Fate.ACKNOWLEDGED;
    }
    if (stop.isGiven() && failed.stream().anyMatch(Worker::isStopped)) {
      return Fate.HANDED_BACK;
    }
    if (isAny(failed, Cause.TRANSIENT)
        || (isAny(failed, Cause.ENVIRONMENT)
            && (delivery.receiveCount() < redrivePolicy.maxReceives()
                || Continuation.hasProgressed(report)))) {
      return Fate.RETRIED;
    }
    if (deadLetters == null) {
      return Fate.LEFT_TO_REDRIVE;
    }
    return deadLetters.send(delivery.message(), failed.get(0)) ? Fate.DEAD_LETTERED : Fate.RETRIED;
  }

  private void adapt(Delivery delivery, SyncReport report) {
    List<CopyOutcome.Failed> failed = report.failed();
    if (failed.stream().anyMatch(failure -> failure.reason() == FailureReason.THROTTLED)) {
      slots.throttled();
    } else if (isAny(failed, Cause.ENVIRONMENT)) {
      slots.refused();
    } else if (!isAny(failed, Cause.TRANSIENT)) {
      slots.wentWell();
    }
    failed.stream()
        .filter(failure -> failure.reason().cause() != Cause.MESSAGE)
        // Another message of the same key is in work; no failure occurred.
        .filter(failure -> failure.reason() != FailureReason.BUSY)
        .filter(failure -> !(stop.isGiven() && isStopped(failure)))
        .findFirst()
        .ifPresent(
            failure ->
                failures.failed(
                    id(delivery),
                    failure.reason() + ": " + failure.message(),
                    failure.cause() instanceof Error));
    if (failed.isEmpty() && report.outcomes().stream().anyMatch(Worker::isAtS3)) {
      slots.accepted();
      failures.succeeded();
    }
  }

  private static boolean isStopped(CopyOutcome.Failed failure) {
    return failure.reason() == FailureReason.NOT_ENOUGH_TIME
        || failure.reason() == FailureReason.INTERRUPTED
        || failure.reason() == FailureReason.BUSY;
  }

  private static boolean isOnlyBusy(SyncReport report) {
    List<CopyOutcome.Failed> failed = report.failed();
    return !failed.isEmpty()
        && failed.stream().allMatch(failure -> failure.reason() == FailureReason.BUSY);
  }

  private static boolean isAny(List<CopyOutcome.Failed> failed, Cause cause) {
    return failed.stream().anyMatch(failure -> failure.reason().cause() == cause);
  }

  /** Returns whether S3 executed a request, or showed that none is needed. */
  private static boolean isAtS3(CopyOutcome outcome) {
    return outcome instanceof CopyOutcome.Copied
        || outcome instanceof CopyOutcome.Deleted
        || outcome.requests() > 0;
  }

  /** Logs the message; log lines about its objects do not contain its fate. */
  private static void log(Delivery delivery, SyncReport report, Fate fate) {
    List<CopyOutcome.Failed> failed = report.failed();
    if (failed.isEmpty()) {
      return;
    }
    log.atLevel(
            fate == Fate.DEAD_LETTERED || fate == Fate.LEFT_TO_REDRIVE ? Level.WARN : Level.INFO)
        .addKeyValue("message", id(delivery))
        .addKeyValue("receives", delivery.receiveCount())
        .addKeyValue("fate", fate)
        .log(
            "{} of {} outcomes failed, the first with {}",
            failed.size(),
            report.outcomes().size(),
            failed.get(0).reason());
  }

  private static String id(Delivery delivery) {
    return String.valueOf(delivery.message().messageId());
  }

  /** Returns a message that was not begun, or could not be completed, to the queue. */
  void returnToQueue(Delivery delivery) {
    release(delivery, null, Fate.HANDED_BACK, Duration.ZERO);
  }

  private void release(Delivery delivery, @Nullable SyncReport report, Fate fate, Duration after) {
    inFlight.makeVisibleAfter(delivery, after);
    listener.onMessage(outcome(delivery, report, fate));
  }

  private static MessageOutcome outcome(Delivery delivery, @Nullable SyncReport report, Fate fate) {
    return new MessageOutcome(
        delivery.message().messageId(), delivery.receiveCount(), fate, report);
  }
}
