package io.github.s3sync.reconcile;

import java.util.List;

/**
 * Sends messages to the queue that s3sync consumes. Implementations are safe for use by many
 * threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HintSender {

  /** The maximum number of messages in one call, which is the limit of SQS. */
  int MAX_MESSAGES = 10;

  /**
   * Sends messages.
   *
   * @param bodies the message bodies, at least one and at most {@value #MAX_MESSAGES}
   * @throws RuntimeException if a message may not have been sent
   */
  void send(List<String> bodies);
}
