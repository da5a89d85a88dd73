package io.github.s3sync.sqs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a poller is, at one moment.
 *
 * @param state what it is doing
 * @param lastReceive when SQS last answered a receive, with messages or without; null before the
 *     first answer
 * @param lastSuccess when a message was last done entirely; null before the first
 * @param backlogAge how long the oldest message of the last receive had waited for its first
 *     delivery; zero if there was none to receive; null before the first answer
 * @param inFlight how many messages are in work
 * @param limit how many may be in work at once: less than the configured concurrency while S3
 *     throttles
 * @param unacknowledged how many messages are done and wait to be deleted
 * @param trouble what does not work at the moment; null if everything does
 * @since 0.1.0
 */
public record PollerHealth(
    State state,
    @Nullable Instant lastReceive,
    @Nullable Instant lastSuccess,
    @Nullable Duration backlogAge,
    int inFlight,
    int limit,
    int unacknowledged,
    @Nullable String trouble) {

  /** What a poller is doing. */
  public enum State {
    /** It has not been started. */
    NEW,
    /** It asks the queue for messages. */
    RECEIVING,
    /** It has as many messages as it may work on at once, and asks for none. */
    BUSY,
    /** SQS refuses or does not answer; the poller tries again after a back-off. */
    BACKING_OFF,
    /** It should be receiving, but nothing has moved for {@value SqsPoller#STALLED_SECONDS} s. */
    STALLED,
    /** It is being closed: what runs is finished. */
    STOPPING,
    /** It is closed. */
    STOPPED
  }

  /**
   * Whether the poller does its work; what a liveness probe asks.
   *
   * @return true while it is receiving or busy and nothing is in trouble
   */
  public boolean healthy() {
    return (state == State.RECEIVING || state == State.BUSY) && trouble == null;
  }
}
