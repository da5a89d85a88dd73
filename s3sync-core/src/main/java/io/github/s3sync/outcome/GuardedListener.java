package io.github.s3sync.outcome;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a listener throws. */
record GuardedListener(OutcomeListener listener) implements OutcomeListener {

  private static final Logger log = LoggerFactory.getLogger(OutcomeListener.class);

  @Override
  public void onOutcome(CopyOutcome outcome) {
    try {
      listener.onOutcome(outcome);
    } catch (RuntimeException | Error e) {
      log.warn("an outcome listener failed; the outcome stands", e);
    }
  }
}
