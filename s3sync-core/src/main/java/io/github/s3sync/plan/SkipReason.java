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
  /** The object's size lies outside the rule's range. */
  SIZE_OUT_OF_RANGE,
  /** The source went away before it could be copied. */
  SOURCE_GONE,
  /** The source is there, though the event told of its deletion: another event tells of it. */
  SOURCE_EXISTS,
  /** A version of the source is gone for good, and the replica is like the one that is left. */
  ALREADY_CURRENT,
  /** A version of the source is gone for good, and neither a source nor a replica is left. */
  REPLICA_GONE,
  /** The rule never overwrites, and something stands at the replica's key. */
  DESTINATION_EXISTS,
  /**
   * A copy that this process made of the same source meanwhile, for another event, is what this one
   * asks for too. It has an outcome of its own.
   */
  SUPERSEDED
}
