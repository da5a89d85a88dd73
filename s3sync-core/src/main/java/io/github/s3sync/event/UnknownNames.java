package io.github.s3sync.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of events that this version does not know, each of which is reported once. Senders
 * choose names, so their number is bounded. Safe for use by many threads.
 */
final class UnknownNames {

  static final int MAX_NAMES = 100;

  private static final int SHOWN = 100;

  private final Set<String> reported = new HashSet<>();

  /** The line to be logged; null where this name has had one. */
  synchronized @Nullable String report(EventSource source, String name, EventKind kind) {
    String shown = LogText.of(name, SHOWN);
    if (reported.size() > MAX_NAMES || !reported.add(source + " " + shown)) {
      return null;
    }
    if (reported.size() > MAX_NAMES) {
      return "more than " + MAX_NAMES + " unknown event names were seen; no more are reported";
    }
    return "unknown event name '"
        + shown
        + "' of "
        + source
        + ": events with it "
        + (kind == EventKind.UNKNOWN ? "are skipped" : "count as " + kind);
  }
}
