package io.github.s3sync;

/**
 * What happens to an event that no rule matches.
 *
 * @since 0.1.0
 */
public enum Unmatched {
  /** The event is skipped with {@code SkipReason.NO_RULE}, and its message is acknowledged. */
  SKIP,
  /**
   * The event fails with {@code FailureReason.NO_RULE}, so its message is retried and reaches the
   * dead-letter queue. For queues that receive only events that a rule is meant to match.
   */
  RETRY
}
