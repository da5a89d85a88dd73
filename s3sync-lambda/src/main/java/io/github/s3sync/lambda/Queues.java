package io.github.s3sync.lambda;

import java.time.Duration;
import java.util.List;

/**
 * Provides access to the queues of an event source. Every method throws if a queue refuses the call
 * or cannot be reached.
 */
interface Queues {

  /**
   * Hides messages for further time. A message that this function no longer holds is ignored.
   *
   * @param queueArn the queue
   * @param delays at most ten
   * @param patience the time limit of the call
   */
  void delay(String queueArn, List<Redelivery.Delay> delays, Duration patience);

  /** Returns how often a message may be received before it is moved to the dead-letter queue. */
  int maxReceiveCount(String queueArn, Duration patience);

  /** Sends a message with the same body as a new message, whose receive count starts again. */
  void send(String queueArn, String body, Duration patience);

  /** Returns queues that do nothing and never move a message. */
  static Queues none() {
    return new Queues() {
      @Override
      public void delay(String queueArn, List<Redelivery.Delay> delays, Duration patience) {}

      @Override
      public int maxReceiveCount(String queueArn, Duration patience) {
        return Integer.MAX_VALUE;
      }

      @Override
      public void send(String queueArn, String body, Duration patience) {}
    };
  }
}
