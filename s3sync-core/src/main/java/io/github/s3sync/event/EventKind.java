package io.github.s3sync.event;

/**
 * What an event means for a replica. The names of all senders are in one table.
 *
 * @since 0.1.0
 */
public enum EventKind {
  /** New content stands at the key. */
  CREATED,
  /** An archived object can be read again. */
  RESTORED,
  /** The object, one of its versions, or its visibility went away. */
  REMOVED,
  /** A change that leaves content as it is, such as one of tags or of the storage class. */
  OTHER,
  /** The name of the event is not known to this version. */
  UNKNOWN
}
