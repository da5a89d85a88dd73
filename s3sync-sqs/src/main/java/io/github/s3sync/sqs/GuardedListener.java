package io.github.s3sync.sqs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener whose exceptions end up in the log. So do its errors: the other messages of a batch
 * must not suffer from them.
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
