package io.github.s3sync.outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Catches and logs the exceptions of a listener. */
record GuardedListener(OutcomeListener listener) implements OutcomeListener {

  private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);

  @Override
  public void onOutcome(CopyOutcome outcome) {
    try {
      listener.onOutcome(outcome);
    } catch (RuntimeException | Error e) {
      log.warn("an outcome listener threw an exception; the outcome is not affected", e);
    }
  }
}
