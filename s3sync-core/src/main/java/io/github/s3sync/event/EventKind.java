package io.github.s3sync.event;

/**
 * The meaning of an event for a replica.
 *
 * @since 0.1.0
 */
public enum EventKind {
  /** The key has new content. */
  CREATED,
  /** An archived object can be read again. */
  RESTORED,
  /** The object or one of its versions was removed, or a delete marker hides the object. */
  REMOVED,
  /** A change that does not affect content, such as a change of tags or of the storage class. */
  OTHER,
  /** The name of the event is unknown to this version of s3sync. */
  UNKNOWN
}
