package io.github.s3sync.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports each unknown event name once. The number of reports is bounded, because senders choose
 * the names. Thread-safe.
 */
final class UnknownNames {

  static final int MAX_NAMES = 100;

  private static final int MAX_LOGGED_CHARS = 100;

  final Set<String> reported = new HashSet<>();

  /** Returns the line to log; null if this name was already reported. */
  synchronized @Nullable String report(EventSource source, String name, EventKind kind) {
    String shown = LogText.of(name, MAX_LOGGED_CHARS);
    if (reported.size() > MAX_NAMES || !reported.add(source + " " + shown)) {
      return null;
    }
    if (reported.size() > MAX_NAMES) {
      return "more than " + MAX_NAMES + " unknown event names were seen; no more are reported";
    }
    return "unknown event name '"
        + shown
        + "' from "
        + source
        + "; events with this name "
        + (kind == EventKind.UNKNOWN ? "are skipped" : "are treated as " + kind);
  }
}
