package io.github.s3sync.event;

import org.jspecify.annotations.Nullable;

/**
 * One record of a notification that could not be read, among neighbours that may be fine.
 *
 * @param index its position in the notification, from 0
 * @param id the sender's own identity for it, if that much could be read
 * @param problem the field, the value seen and what was expected
 * @since 0.1.0
 */
public record MalformedRecord(int index, @Nullable String id, String problem) {

  /**
   * For people and logs.
   *
   * @return one line, with control characters escaped and long values cut
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
