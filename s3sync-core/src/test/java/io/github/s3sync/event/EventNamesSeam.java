package io.github.s3sync.event;

/** Gives tests of other packages the meaning of event names. */
public final class EventNamesSeam {

  private EventNamesSeam() {}

  /** Returns the kind of a notification by its name. */
  public static EventKind kindOf(EventSource source, String name) {
    return EventNames.kindOf(source, name);
  }
}
