package io.github.s3sync.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, and which message it is.
 *
 * @param id what the queue calls the message; null if that is not known
 * @param text the body, see {@link EventReader}
 * @since 0.1.0
 */
public record MessageBody(@Nullable String id, String text) {

  /**
   * Checks that there is a body.
   *
   * @throws NullPointerException if the text is null
   */
  public MessageBody {
    Objects.requireNonNull(text, "text");
  }

  /** The id and the length: a body is not for logs. */
  @Override
  public String toString() {
    return "message "
        + (id == null ? "without id" : LogText.of(id, 100))
        + " of "
        + text.length()
        + " characters";
  }
}
