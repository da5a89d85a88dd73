package io.github.s3sync.event;

import java.util.List;

/**
 * Holds the contents of one body.
 *
 * @param events the records that could be read, in the order sent
 * @param malformed the records that could not be read. If a body has more than {@value
 *     EventReader#MAX_MALFORMED} of them, the first ones are described, and the last element gives
 *     the number of the others
 * @param setUpMessages the number of messages without an object: {@code s3:TestEvent} and SNS
 *     subscription confirmations
 * @since 0.1.0
 */
public record Notification(
    List<ObjectEvent> events, List<MalformedRecord> malformed, int setUpMessages) {

  /** Copies the lists. */
  public Notification {
    events = List.copyOf(events);
    malformed = List.copyOf(malformed);
  }

  /**
   * Describes the notification for logs.
   *
   * @return one line with the numbers
   */
  @Override
  public String toString() {
    return events.size()
        + " events, "
        + malformed.size()
        + " malformed, "
        + setUpMessages
        + " set-up messages";
  }
}
