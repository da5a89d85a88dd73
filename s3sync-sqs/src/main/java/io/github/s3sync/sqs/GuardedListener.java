package io.github.s3sync.sqs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the exceptions and errors of a listener, so that they do not affect the other messages of a
 * batch.
 */
record GuardedListener(PollerListener listener) implements PollerListener {

  private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

  @Override
  public void onMessage(MessageOutcome outcome) {
    try {
      listener.onMessage(outcome);
    } catch (RuntimeException | Error e) {
      log.warn("a listener failed at message {}", outcome.messageId(), e);
    }
  }
}
