package io.github.s3sync.reconcile.finding;

/**
 * Defines the actions of a run on a difference.
 *
 * @since 0.1.0
 */
public enum Action {
  /** The run did nothing, because the sides do not differ or because it only reports. */
  NONE,
  /** The run copied the source. */
  COPIED,
  /** The run deleted the replica. */
  DELETED,
  /** The run would have copied the source, but it is a dry run. */
  WOULD_COPY,
  /** The run would have deleted the replica, but it is a dry run. */
  WOULD_DELETE,
  /** The run sent a message to the queue, and a consumer of the queue handles it. */
  QUEUED,
  /** The repair was not needed. The finding contains the reason. */
  NOT_NEEDED,
  /**
   * The run kept the replica, because the rule does not delete or overwrite, or because a delete
   * limit was reached.
   */
  KEPT,
  /** The repair failed. The finding contains the reason. */
  FAILED
}
