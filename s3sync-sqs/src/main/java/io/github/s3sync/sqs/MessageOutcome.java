package io.github.s3sync.sqs;

import io.github.s3sync.outcome.SyncReport;
import org.jspecify.annotations.Nullable;

/**
 * The result of one delivery of a message.
 *
 * @param messageId the id that SQS gave the message, the same at each delivery
 * @param receiveCount how often SQS has delivered the message, including this delivery
 * @param fate what happened to the message
 * @param report the outcomes of the events in the message; null if none was handled. It reports an
 *     unforeseen error as a failure, {@code UNEXPECTED}
 * @since 0.1.0
 */
public record MessageOutcome(
    String messageId, int receiveCount, Fate fate, @Nullable SyncReport report) {

  /** What happens to a message after one delivery. */
  public enum Fate {
    /** Every event was handled or needed no work. The message is deleted. */
    ACKNOWLEDGED,
    /**
     * The message can never succeed, or it failed at its last receive for a cause that an operator
     * can remove. It was sent to the dead-letter queue and then deleted.
     */
    DEAD_LETTERED,
    /**
     * An event failed and may succeed later, by itself or after a change by an operator. The
     * message becomes visible after a back-off.
     */
    RETRIED,
    /**
     * The message would be a dead letter, but no dead-letter queue is configured. The message
     * becomes visible after a back-off, until the queue's own redrive policy moves it.
     */
    LEFT_TO_REDRIVE,
    /** The poller stopped before the message was handled. The message becomes visible at once. */
    HANDED_BACK,
    /**
     * The message was handled, but could not be deleted in time. SQS may deliver it again, and its
     * objects are then copied again.
     */
    POSSIBLY_DUPLICATED
  }
}
