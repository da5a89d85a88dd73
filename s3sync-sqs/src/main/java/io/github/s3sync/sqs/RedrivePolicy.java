package io.github.s3sync.sqs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines how often a message may be received before it is given up. The limit is that of the
 * queue's redrive policy, which is read in the background after the start, since the permission may
 * be missing.
 */
final class RedrivePolicy {

  /** With the default back-off, the twentieth delivery is more than an hour and a half later. */
  static final int DEFAULT = 20;

  private static final Logger log = LoggerFactory.getLogger(RedrivePolicy.class);
  private static final int ATTEMPTS = 5;

  private final Queue queue;
  private final @Nullable Integer wanted;
  private final Duration pause;
  private final Thread reader = new Thread(this::read, "s3sync-sqs-redrive-policy");

  /** The limit of the queue; null until it is read, zero without a policy. */
  private volatile @Nullable Integer ofQueue;

  /**
   * Creates the limit, without reading the queue's policy yet.
   *
   * @param wanted the limit that the user has set; null for the queue's own
   * @param pause how long to wait after an attempt to read the policy failed
   */
  RedrivePolicy(Queue queue, @Nullable Integer wanted, Duration pause) {
    this.queue = queue;
    this.wanted = wanted;
    this.pause = pause;
    reader.setDaemon(true);
  }

  /** Returns the delivery at which SQS, or the poller, gives up a message that fails. */
  int maxReceives() {
    Integer limit = ofQueue;
    if (limit == null || limit == 0) {
      return wanted == null ? DEFAULT : wanted;
    }
    return wanted == null ? limit : Math.min(wanted, limit);
  }

  /**
   * Returns whether SQS, or the poller, may move a message to a dead-letter queue before the next
   * receive. This is true for one receive only: a message that cannot be deleted is received again
   * and again, and must not cause a new message each time.
   *
   * @param receives the number of receives so far
   */
  boolean mayMoveAfter(int receives) {
    Integer limit = ofQueue;
    return (limit == null || limit > 0) && receives == maxReceives();
  }

  void start() {
    reader.start();
  }

  void stop() {
    reader.interrupt();
  }

  void read() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        found(queue.maxReceiveCount());
        return;
      } catch (RuntimeException e) {
        if (attempt == 1) {
          log.info(
              "cannot read the redrive policy of {} (sqs:GetQueueAttributes), assuming {} receives:"
                  + " {}",
              queue.url(),
              maxReceives(),
              e.getMessage());
        }
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void found(int count) {
    ofQueue = count;
    if (count == 0) {
      log.warn(
          "{} has no redrive policy: a message that ends the process each time is received until it"
              + " expires; set a policy with maxReceiveCount {} or more",
          queue.url(),
          DEFAULT);
    } else if (count < DEFAULT) {
      log.warn(
          "the redrive policy of {} has maxReceiveCount {}: messages that fail for some minutes go"
              + " to its dead-letter queue; set {} or more",
          queue.url(),
          count,
          DEFAULT);
    }
  }
}
