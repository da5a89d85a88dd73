package io.github.s3sync.sqs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener whose exceptions end up in the log. */
record GuardedListener(PollerListener listener) implements PollerListener {

  private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

  @Override
  public void onMessage(MessageOutcome outcome) {
    try {
      listener.onMessage(outcome);
    } catch (RuntimeException e) {
      log.warn("a listener failed at message {}", outcome.messageId(), e);
    }
  }
}
