package io.github.s3sync.event;

import java.util.List;

/**
 * What one body held.
 *
 * @param events the records that could be read, in the order sent
 * @param malformed the records that could not. Of more than {@value EventReader#MAX_MALFORMED} in
 *     one body the first are described, and the last element says how many more there were
 * @param setUpMessages how many messages had no object in them by design: {@code s3:TestEvent}, and
 *     SNS subscription confirmations
 * @since 0.1.0
 */
public record Notification(
    List<ObjectEvent> events, List<MalformedRecord> malformed, int setUpMessages) {

  /** Takes copies of the lists. */
  public Notification {
    events = List.copyOf(events);
    malformed = List.copyOf(malformed);
  }

  /**
   * For people and logs.
   *
   * @return a line of numbers
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
