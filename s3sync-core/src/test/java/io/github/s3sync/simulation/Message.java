package io.github.s3sync.simulation;

import io.github.s3sync.event.ObjectEvent;

/**
 * An event on its way, perhaps one of several copies of it.
 *
 * @param event what it says
 * @param change the number of the change that it tells of
 */
record Message(ObjectEvent event, int change) {

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
