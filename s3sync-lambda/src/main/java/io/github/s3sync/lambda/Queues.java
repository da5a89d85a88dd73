package io.github.s3sync.lambda;

import java.time.Duration;
import java.util.List;

/** The queues that messages come from. */
@FunctionalInterface
interface Queues {

  /**
   * Hides messages for some more time. A message that is no longer this function's is left alone.
   *
   * @param queueArn the queue
   * @param delays at most ten
   * @param patience how long the call may take
   * @throws RuntimeException if the queue refuses or cannot be reached
   */
  void delay(String queueArn, List<Redelivery.Delay> delays, Duration patience);

  /** Does nothing. */
  static Queues none() {
    return (queueArn, delays, patience) -> {};
  }
}
