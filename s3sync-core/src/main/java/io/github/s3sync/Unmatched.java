package io.github.s3sync;

/**
 * Decides what happens to an event that no rule matches.
 *
 * @since 0.1.0
 */
public enum Unmatched {
  /** The event is skipped with {@code SkipReason.NO_RULE}, and its message is acknowledged. */
  SKIP,
  /**
   * The event fails with {@code FailureReason.NO_RULE}, so its message is retried and reaches the
   * dead-letter queue. Use it for queues whose events are all meant to match a rule.
   */
  RETRY
}
