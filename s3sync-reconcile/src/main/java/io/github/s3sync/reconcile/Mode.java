package io.github.s3sync.reconcile;

/**
 * What a run does about differences.
 *
 * @since 0.1.0
 */
public enum Mode {
  /** Reports them. */
  VERIFY,
  /**
   * Copies sources that have no replica or a different one. Replicas without a source are not
   * looked for.
   */
  BACKFILL,
  /**
   * Copies sources that have no replica or a different one, and then deletes replicas without a
   * source, for rules that delete.
   */
  RECONCILE
}
