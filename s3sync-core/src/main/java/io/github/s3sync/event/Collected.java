package io.github.s3sync.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the contents of a body. The descriptions of malformed records have a bounded size. */
final class Collected {

  private final List<ObjectEvent> events = new ArrayList<>();
  private final List<MalformedRecord> malformed = new ArrayList<>();
  private int malformedCount;
  private int setUpMessages;
  private int index;

  void add(ObjectEvent event) {
    events.add(event);
    index++;
  }

  /** Counts a message without an object; returns true for the first one. */
  boolean addSetUpMessage() {
    return setUpMessages++ == 0;
  }

  /** Reads a record. If it is malformed, the other records are not affected. */
  void each(@Nullable String id, Runnable record) {
    try {
      record.run();
    } catch (MalformedEventException e) {
      if (malformed.size() < EventReader.MAX_MALFORMED) {
        malformed.add(new MalformedRecord(index, id, String.valueOf(e.getMessage())));
      }
      malformedCount++;
      index++;
    }
  }

  Notification notification() {
    int more = malformedCount - malformed.size();
    if (more > 0) {
      malformed.add(
          new MalformedRecord(
              index, null, more + " more records could not be read; only the first are described"));
    }
    return new Notification(events, malformed, setUpMessages);
  }
}
