package io.github.s3sync.outcome;

import java.util.Objects;

/**
 * Receives each outcome as it happens, on the thread that produced it. Implementations must be
 * thread-safe and fast. An exception of a listener is logged and does not affect the outcome.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutcomeListener {

  /**
   * Called once for each outcome.
   *
   * @param outcome the outcome of an event for one destination
   */
  void onOutcome(CopyOutcome outcome);

  /**
   * Returns a listener that ignores all outcomes.
   *
   * @return the listener
   */
  static OutcomeListener none() {
    return outcome -> {};
  }

  /**
   * Returns a listener that writes each outcome to the log of this package, with key-value pairs:
   * copies, deletes and skips at DEBUG, failures at WARN.
   *
   * @return the listener
   */
  static OutcomeListener logging() {
    return LoggingListener.INSTANCE;
  }

  /**
   * Returns a listener that logs the exceptions of another listener.
   *
   * @param listener the listener
   * @return a listener that never throws
   */
  static OutcomeListener guarded(OutcomeListener listener) {
    return new GuardedListener(listener);
  }

  /**
   * Returns a listener that calls this listener and then another one, even if this one throws.
   *
   * @param other the other listener
   * @return the combined listener
   */
  default OutcomeListener andThen(OutcomeListener other) {
    Objects.requireNonNull(other, "other");
    OutcomeListener first = guarded(this);
    return outcome -> {
      first.onOutcome(outcome);
      other.onOutcome(outcome);
    };
  }
}
