package io.github.s3sync;

import io.github.s3sync.copy.Deadline;

/**
 * Reads rules that may change while they are in use, such as rules in an S3 object.
 *
 * <p>An {@code S3Sync} never calls it from two threads at the same time.
 *
 * @since 0.1.0
 * @see S3SyncBuilder#rules(RulesSource, java.time.Duration)
 */
@FunctionalInterface
public interface RulesSource {

  /**
   * Reads the current rules.
   *
   * @param deadline when the caller's time ends
   * @return the rules; they count as changed if their origin has changed
   * @throws RuntimeException if the rules cannot be read or are invalid; the message must name the
   *     place. The previous rules then stay in use
   */
  LoadedRules read(Deadline deadline);
}
