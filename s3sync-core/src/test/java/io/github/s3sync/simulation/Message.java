package io.github.s3sync.simulation;

import io.github.s3sync.event.ObjectEvent;

/**
 * Carries an event; several messages may carry the same event.
 *
 * @param event the event
 * @param change the number of the change that it reports
 */
record Message(ObjectEvent event, int change) {

  /** The name of events that report neither new content nor a removal, as far as s3sync knows. */
  static final String UNKNOWN_NAME = "ObjectBlessed:OfTheFuture";

  boolean hasUnknownName() {
    return event.name().equals(UNKNOWN_NAME);
  }

  @Override
  public String toString() {
    return "#"
        + change
        + " "
        + event.name()
        + " "
        + event.rawKey()
        + (event.eTag() == null ? "" : " " + event.eTag())
        + (event.versionId() == null ? "" : " " + event.versionId());
  }
}
