package io.github.s3sync.plan;

/**
 * Why nothing had to be copied or deleted. None of these is an error.
 *
 * @since 0.1.0
 */
public enum SkipReason {
  /** No rule takes the event's bucket and key. */
  NO_RULE,
  /** The event is of a kind that no rule for its key takes, such as a change of tags. */
  EVENT_IGNORED,
  /** The name of the event is not known to this version, so nothing is known of the object. */
  EVENT_UNKNOWN,
  /** The object's size lies outside the rule's range. */
  SIZE_OUT_OF_RANGE,
  /**
   * An executor of the user's own, which decides by more than event and key, does not want the
   * object copied. The executors of this library never give this reason.
   */
  FILTERED,
  /** The source went away before it could be copied. */
  SOURCE_GONE,
  /** The source is there, though the event told of its deletion: another event tells of it. */
  SOURCE_EXISTS,
  /**
   * The replica equals its source: after a version of the source was deleted for good, or where the
   * rule is two-way.
   */
  ALREADY_CURRENT,
  /** The source is gone, and so is the replica. */
  REPLICA_GONE,
  /**
   * The rule is two-way, and the event tells of a copy or delete of our own that came from there.
   */
  OWN_COPY,
  /**
   * The rule is two-way, and the replica was written after what the event tells of, differently:
   * its own event brings it back.
   */
  REPLICA_NEWER,
  /** The rule never overwrites, and something stands at the replica's key. */
  DESTINATION_EXISTS,
  /**
   * A copy that this process made of the same source meanwhile, for another event, is what this one
   * asks for too. It has an outcome of its own.
   */
  SUPERSEDED
}
