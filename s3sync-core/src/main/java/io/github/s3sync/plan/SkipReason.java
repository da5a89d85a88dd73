package io.github.s3sync.plan;

/**
 * The reason why nothing had to be copied or deleted. None of these is an error.
 *
 * @since 0.1.0
 */
public enum SkipReason {
  /** No rule matches the event's bucket and key. */
  NO_RULE,
  /** No rule for the key accepts events of this kind, such as a change of tags. */
  EVENT_IGNORED,
  /** The name of the event is unknown to this version of s3sync, so its meaning is unknown. */
  EVENT_UNKNOWN,
  /** The object's size is outside the range of the rule. */
  SIZE_OUT_OF_RANGE,
  /**
   * A user's executor, which can check more than the event and key, does not want the object
   * copied. The executors of this library never return this reason.
   */
  FILTERED,
  /** The source was deleted before it could be copied. */
  SOURCE_GONE,
  /**
   * The source exists although the event reported its deletion. Another event reports the new
   * source.
   */
  SOURCE_EXISTS,
  /**
   * The replica already equals its source. This is checked before multipart copies, for rules that
   * are two-way or set {@code skipEqual}, and after a version of the source was permanently
   * deleted.
   */
  ALREADY_CURRENT,
  /** Neither the source nor the replica exists. */
  REPLICA_GONE,
  /**
   * The rule is two-way, and the event was caused by a copy or delete of s3sync in the other
   * direction.
   */
  OWN_COPY,
  /**
   * The rule is two-way, and the replica was written after the event, with different content. The
   * event of that write copies it in the other direction.
   */
  REPLICA_NEWER,
  /** The rule never overwrites, and an object exists at the replica's key. */
  DESTINATION_EXISTS,
  /**
   * This process has meanwhile made a copy of the same source for another event, which also
   * satisfies this event. That copy has a separate outcome.
   */
  SUPERSEDED
}
