package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
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
    try {
      // No deadline: the heartbeat keeps the message ours, and a copy that takes longer than SQS
      // allows is still better finished than begun again.
      report = sync.handleAll(List.of(delivery.message().body()), Deadline.none()).get(0);
    } catch (RuntimeException | Error e) {
      log.warn("message {} will be tried again", delivery.message().messageId(), e);
    }
    if (delivery.settle()) {
      settle(delivery, report);
    }
  }

  private void settle(Delivery delivery, @Nullable SyncReport report) {
    if (report == null) {
      retry(delivery, null, Fate.RETRIED);
      return;
    }
    List<CopyOutcome.Failed> failed = report.failed();
    adapt(failed);
    if (failed.isEmpty()) {
      acknowledger.add(delivery, outcome(delivery, report, Fate.ACKNOWLEDGED));
    } else if (failed.stream().anyMatch(failure -> failure.reason().retryable())) {
      retry(delivery, report, Fate.RETRIED);
    } else if (deadLetters == null) {
      retry(delivery, report, Fate.LEFT_TO_REDRIVE);
    } else if (deadLetters.send(delivery.message(), failed.get(0))) {
      acknowledger.add(delivery, outcome(delivery, report, Fate.DEAD_LETTERED));
    } else {
      retry(delivery, report, Fate.RETRIED);
    }
  }

  private void adapt(List<CopyOutcome.Failed> failed) {
    if (failed.stream().anyMatch(failure -> failure.reason() == FailureReason.THROTTLED)) {
      slots.throttled();
    } else {
      slots.wentWell();
    }
  }

  private void retry(Delivery delivery, @Nullable SyncReport report, Fate fate) {
    giveBack(delivery, report, fate, backOff.after(delivery.receiveCount()));
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
