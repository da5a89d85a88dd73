package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.outcome.BackOff;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what one message announces, and sees to what becomes of the message. */
final class Worker {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final S3Sync sync;
  private final Slots slots;
  private final InFlight inFlight;
  private final Acknowledger acknowledger;
  private final @Nullable DeadLetters deadLetters;
  private final BackOff backOff;
  private final PollerListener listener;

  Worker(
      S3Sync sync,
      Slots slots,
      InFlight inFlight,
      Acknowledger acknowledger,
      @Nullable DeadLetters deadLetters,
      BackOff backOff,
      PollerListener listener) {
    this.sync = sync;
    this.slots = slots;
    this.inFlight = inFlight;
    this.acknowledger = acknowledger;
    this.deadLetters = deadLetters;
    this.backOff = backOff;
    this.listener = listener;
  }

  void work(Delivery delivery) {
    if (!delivery.begin()) {
      return;
    }
    SyncReport report = null;
    Fate fate;
    try {
      // No deadline: the heartbeat keeps the message ours, and a copy that takes longer than SQS
      // allows is still better finished than begun again.
      MessageBody body = new MessageBody(delivery.message().messageId(), delivery.message().body());
      report = sync.handleMessages(List.of(body), Deadline.none()).get(0);
      fate = judge(delivery, report.failed());
    } catch (RuntimeException | Error e) {
      log.warn("message {} will be tried again", delivery.message().messageId(), e);
      fate = Fate.RETRIED;
    }
    if (!delivery.settle()) {
      return;
    }
    if (fate == Fate.ACKNOWLEDGED || fate == Fate.DEAD_LETTERED) {
      acknowledger.add(delivery, outcome(delivery, report, fate));
    } else {
      giveBack(delivery, report, fate, backOff.after(delivery.receiveCount()));
    }
  }

  private Fate judge(Delivery delivery, List<CopyOutcome.Failed> failed) {
    adapt(failed);
    if (failed.isEmpty()) {
      return Fate.ACKNOWLEDGED;
    }
    if (failed.stream().anyMatch(failure -> failure.reason().retryable())) {
      return Fate.RETRIED;
    }
    if (deadLetters == null) {
      return Fate.LEFT_TO_REDRIVE;
    }
    return deadLetters.send(delivery.message(), failed.get(0)) ? Fate.DEAD_LETTERED : Fate.RETRIED;
  }

  private void adapt(List<CopyOutcome.Failed> failed) {
    if (failed.stream().anyMatch(failure -> failure.reason() == FailureReason.THROTTLED)) {
      slots.throttled();
    } else if (failed.stream().noneMatch(failure -> failure.reason().retryable())) {
      slots.wentWell();
    }
  }

  /** Gives back what was not begun, or could not be finished. */
  void handBack(Delivery delivery) {
    giveBack(delivery, null, Fate.HANDED_BACK, Duration.ZERO);
  }

  private void giveBack(Delivery delivery, @Nullable SyncReport report, Fate fate, Duration after) {
    inFlight.giveBack(delivery, after);
    listener.onMessage(outcome(delivery, report, fate));
  }

  private static MessageOutcome outcome(Delivery delivery, @Nullable SyncReport report, Fate fate) {
    return new MessageOutcome(
        delivery.message().messageId(), delivery.receiveCount(), fate, report);
  }
}
