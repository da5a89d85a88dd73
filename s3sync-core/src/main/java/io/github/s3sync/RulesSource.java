package io.github.s3sync;

import io.github.s3sync.copy.Deadline;

/**
 * Reads rules that may change while they are in use, such as those in an object of S3.
 *
 * <p>{@code S3Sync} makes no two calls at a time.
 *
 * @since 0.1.0
 * @see S3SyncBuilder#rules(RulesSource, java.time.Duration)
 */
@FunctionalInterface
public interface RulesSource {

  /**
   * Reads the rules as they are now.
   *
   * @param deadline when the caller's time is over
   * @return the rules; they count as changed if their origin has
   * @throws RuntimeException if they cannot be read or are wrong; the message names the place, and
   *     the rules in use stay in use
   */
  LoadedRules read(Deadline deadline);
}
