package io.github.s3sync.fuzz;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that a message about text from outside is present, short and on one line. */
final class Message {

  private static final int MAX_CHARS = 2_000;

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]");

  private Message() {}

  static void check(@Nullable String message) {
    if (message == null
        || message.isBlank()
        || message.length() > MAX_CHARS
        || UNPRINTABLE.matcher(message).find()) {
      throw new AssertionError("a message that is not printable: " + message);
    }
  }
}
