package io.github.s3sync.sqs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes the state of a poller at one moment.
 *
 * @param state what the poller is doing
 * @param lastReceive when SQS last answered a receive, with messages or without; null before the
 *     first answer
 * @param lastSuccess when a message was last handled completely; null before the first
 * @param started when the poller was started; null before
 * @param backlogAge how long the oldest message that waits for its first delivery may have waited.
 *     The last receive shows it, and the time since then is added while nothing is received. So it
 *     grows while the poller is busy or SQS does not answer; null before the first answer
 * @param inFlight the number of messages that are being processed or wait for another message of
 *     the same key
 * @param oldestInWork how long the oldest of these messages has been processed; zero if there is
 *     none
 * @param limit how many messages may be processed at the same time: fewer than the configured
 *     concurrency while S3 throttles
 * @param unacknowledged the number of messages that are handled and wait to be deleted
 * @param trouble the current problem; null if there is none
 * @param live whether the poller can continue without a restart: false if one of its threads has
 *     ended, or has received no answer for {@value HealthReading#DEAD_SECONDS} s although its calls
 *     have time limits
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

  /** The states of a poller. */
  public enum State {
    /** The poller has not been started. */
    NEW,
    /** The poller requests messages from the queue. */
    RECEIVING,
    /** The poller processes as many messages as its limit allows, and requests no more. */
    BUSY,
    /** SQS refuses requests or does not answer. The poller retries after a back-off. */
    BACKING_OFF,
    /**
     * The poller should receive, but has not progressed for {@value HealthReading#STALLED_SECONDS}
     * s.
     */
    STALLED,
    /** The poller is being closed, and finishes running copies. */
    STOPPING,
    /** The poller is closed. */
    STOPPED
  }

  /**
   * Tells whether the poller does its work, for readiness probes and alarms. A restart does not
   * help an unhealthy poller, unless {@link #live} is false.
   *
   * @return true while the poller is receiving or busy and has no problem
   */
  public boolean healthy() {
    return (state == State.RECEIVING || state == State.BUSY) && trouble == null;
  }
}
