package io.github.s3sync.event;

import org.jspecify.annotations.Nullable;

/**
 * Describes a record of a notification that could not be read. Other records of the notification
 * may be valid.
 *
 * @param index its position in the notification, from 0
 * @param id the sender's id of the record; null if it has none or it could not be read
 * @param problem the field, its value and the expected values
 * @since 0.1.0
 */
public record MalformedRecord(int index, @Nullable String id, String problem) {

  /**
   * Describes the record for logs.
   *
   * @return one line, with control characters escaped and long values shortened
   */
  @Override
  public String toString() {
    return "record "
        + index
        + (id == null ? "" : " (" + LogText.of(id, 100) + ")")
        + ": "
        + LogText.of(problem, 1_000);
  }
}
