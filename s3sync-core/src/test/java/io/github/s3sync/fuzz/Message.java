package io.github.s3sync.fuzz;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every message about somebody else's text must be: there, short, and one line. */
final class Message {

  private static final int MOST = 2_000;

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]");

  private Message() {}

  static void check(@Nullable String message) {
    if (message == null
        || message.isBlank()
        || message.length() > MOST
        || UNPRINTABLE.matcher(message).find()) {
      throw new AssertionError("a message nobody should print: " + message);
    }
  }
}
