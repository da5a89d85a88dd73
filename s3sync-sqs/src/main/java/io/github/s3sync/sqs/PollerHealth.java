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
 * @param started when the poller was started; null before
 * @param backlogAge how long the oldest message that waits for its first delivery may have waited:
 *     as the last receive told, and longer by the time since in which nothing was received, so that
 *     it grows while all slots are taken or SQS does not answer; null before the first answer
 * @param inFlight how many messages are in work, or wait for another message of the same key
 * @param oldestInWork how long the oldest of them has been in work; zero if there is none
 * @param limit how many may be in work at once: less than the configured concurrency while S3
 *     throttles
 * @param unacknowledged how many messages are done and wait to be deleted
 * @param trouble what does not work at the moment; null if everything does
 * @param live whether the poller can go on by itself: false if a thread of its own has ended, or
 *     has got no answer for {@value SqsPoller#DEAD_SECONDS} s although its calls have time limits
 * @since 0.1.0
 */
public record PollerHealth(
    State state,
    @Nullable Instant started,
    @Nullable Instant lastReceive,
    @Nullable Instant lastSuccess,
    @Nullable Duration backlogAge,
    int inFlight,
    Duration oldestInWork,
    int limit,
    int unacknowledged,
    @Nullable String trouble,
    boolean live) {

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
   * Whether the poller does its work; what a readiness probe and an alarm ask. No restart mends
   * what makes it unhealthy, see {@link #live} for that.
   *
   * @return true while it is receiving or busy and nothing is in trouble
   */
  public boolean healthy() {
    return (state == State.RECEIVING || state == State.BUSY) && trouble == null;
  }
}
