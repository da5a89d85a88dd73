package io.github.s3sync.outcome;

import java.util.Objects;

/**
 * Hears of each outcome as it happens, on the thread that made it. Implementations are safe for use
 * by many threads and quick. What a listener throws is logged and changes nothing.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutcomeListener {

  /**
   * Called once for each outcome.
   *
   * @param outcome what became of an event for one destination
   */
  void onOutcome(CopyOutcome outcome);

  /**
   * Hears nothing.
   *
   * @return the listener
   */
  static OutcomeListener none() {
    return outcome -> {};
  }

  /**
   * Writes each outcome to the log of this package, with key-value pairs: copies, deletes and skips
   * at DEBUG, failures at WARN.
   *
   * @return the listener
   */
  static OutcomeListener logging() {
    return LoggingListener.INSTANCE;
  }

  /**
   * A listener whose exceptions end up in the log.
   *
   * @param listener the listener
   * @return one that never throws
   */
  static OutcomeListener guarded(OutcomeListener listener) {
    return new GuardedListener(listener);
  }

  /**
   * Tells this one first, then the other, whatever the first does.
   *
   * @param other the other
   * @return both
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
