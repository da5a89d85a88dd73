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

  /** How many messages are sent at once at most, as SQS allows. */
  int MAX_MESSAGES = 10;

  /**
   * Sends messages.
   *
   * @param bodies one body or more, of {@value #MAX_MESSAGES} at most
   * @throws RuntimeException if one of them is not known to be sent
   */
  void send(List<String> bodies);
}
