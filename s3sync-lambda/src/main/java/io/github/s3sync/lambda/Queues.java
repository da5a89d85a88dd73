package io.github.s3sync.lambda;

import java.time.Duration;
import java.util.List;

/** The queues that messages come from. Every method throws if a queue refuses or is not reached. */
interface Queues {

  /**
   * Hides messages for some more time. A message that is no longer this function's is left alone.
   *
   * @param queueArn the queue
   * @param delays at most ten
   * @param patience how long the call may take
   */
  void delay(String queueArn, List<Redelivery.Delay> delays, Duration patience);

  /** How often a message may be received before it is moved to the dead-letter queue. */
  int maxReceiveCount(String queueArn, Duration patience);

  /** Sends a message with the same body, which has been received never. */
  void send(String queueArn, String body, Duration patience);

  /** Does nothing, and never moves a message. */
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
