package io.github.s3sync.sqs;

import io.github.s3sync.outcome.SyncReport;
import org.jspecify.annotations.Nullable;

/**
 * What became of one delivery of a message.
 *
 * @param messageId SQS's name for the message, the same at each delivery
 * @param receiveCount how often SQS has delivered it, this time included
 * @param fate what became of it
 * @param report what became of what it announced; null if nothing was begun or finished. An error
 *     that is not foreseen is a failure in it, {@code UNEXPECTED}
 * @since 0.1.0
 */
public record MessageOutcome(
    String messageId, int receiveCount, Fate fate, @Nullable SyncReport report) {

  /** What becomes of a delivery. */
  public enum Fate {
    /** All that it announced was copied, or did not have to be; the message is deleted. */
    ACKNOWLEDGED,
    /**
     * It can never succeed, or failed for its environment at its last receive: it was sent to the
     * dead-letter queue, and then deleted.
     */
    DEAD_LETTERED,
    /**
     * Something failed that may succeed later, by itself or when an operator has changed the
     * environment: the message becomes visible after a back-off.
     */
    RETRIED,
    /**
     * It would be a dead letter, but no dead-letter queue was given: the message becomes visible
     * after a back-off, until the queue's own redrive policy takes it.
     */
    LEFT_TO_REDRIVE,
    /** The poller stopped before it was done: the message is visible at once. */
    HANDED_BACK,
    /**
     * It was done, but the message could not be deleted in time: SQS may deliver it again, and it
     * is then copied again.
     */
    POSSIBLY_DUPLICATED
  }
}
