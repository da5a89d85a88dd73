package io.github.s3sync.sqs;

import java.util.Objects;

/**
 * Receives the outcome of each delivery of a message, on the thread that produced it.
 * Implementations must be thread-safe and fast. An exception of a listener is logged and does not
 * affect the message.
 *
 * <p>The outcome of each object is passed to the façade's {@code OutcomeListener}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PollerListener {

  /**
   * Called once for each delivery of a message, unless the poller is halted first.
   *
   * @param outcome the outcome of the delivery
   */
  void onMessage(MessageOutcome outcome);

  /**
   * Returns a listener that ignores all outcomes.
   *
   * @return the listener
   */
  static PollerListener none() {
    return outcome -> {};
  }

  /**
   * Returns a listener that calls this listener and then another one, even if this one throws.
   *
   * @param other the other listener
   * @return the combined listener
   */
  default PollerListener andThen(PollerListener other) {
    Objects.requireNonNull(other, "other");
    PollerListener first = new GuardedListener(this);
    return outcome -> {
      first.onMessage(outcome);
      other.onMessage(outcome);
    };
  }
}
