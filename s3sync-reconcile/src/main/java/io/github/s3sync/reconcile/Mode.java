package io.github.s3sync.reconcile;

/**
 * Defines how a run handles differences.
 *
 * @since 0.1.0
 */
public enum Mode {
  /** Reports differences. */
  VERIFY,
  /**
   * Copies sources whose replica is missing or different. Does not search for replicas without a
   * source.
   */
  BACKFILL,
  /**
   * Copies sources whose replica is missing or different. Then deletes replicas without a source,
   * if the rule deletes.
   */
  RECONCILE
}
