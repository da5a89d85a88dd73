package io.github.s3sync.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the body of a message and the id of the message.
 *
 * @param id the id of the message in its queue; null if it is unknown
 * @param text the body, see {@link EventReader}
 * @since 0.1.0
 */
public record MessageBody(@Nullable String id, String text) {

  /**
   * Checks that the body is present.
   *
   * @throws NullPointerException if the text is null
   */
  public MessageBody {
    Objects.requireNonNull(text, "text");
  }

  /** Returns the id and the length: bodies must not be logged. */
  @Override
  public String toString() {
    return "message "
        + (id == null ? "without id" : LogText.of(id, 100))
        + " of "
        + text.length()
        + " characters";
  }
}
