package io.github.s3sync.sqs;

import java.util.Objects;

/**
 * Hears what became of each message, on the thread that found out. Implementations are safe for use
 * by many threads and quick. What a listener throws is logged and changes nothing.
 *
 * <p>What became of each object is told to the façade's {@code OutcomeListener}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PollerListener {

  /**
   * Called once for each delivery of a message, unless the poller is halted first.
   *
   * @param outcome what became of it
   */
  void onMessage(MessageOutcome outcome);

  /**
   * Hears nothing.
   *
   * @return the listener
   */
  static PollerListener none() {
    return outcome -> {};
  }

  /**
   * Tells this one first, then the other, whatever the first does.
   *
   * @param other the other
   * @return both
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
