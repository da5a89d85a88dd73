package io.github.s3sync.reconcile.finding;

/**
 * What was done about a difference.
 *
 * @since 0.1.0
 */
public enum Action {
  /** Nothing: there is no difference, or the run only reports. */
  NONE,
  /** The source was copied. */
  COPIED,
  /** The replica was deleted. */
  DELETED,
  /** The run would have copied the source, but is a dry run. */
  WOULD_COPY,
  /** The run would have deleted the replica, but is a dry run. */
  WOULD_DELETE,
  /** A message was sent, on which a consumer of the queue acts. */
  QUEUED,
  /** The repair found that it is not needed, for a reason that the finding has. */
  NOT_NEEDED,
  /** The replica was kept: its rule does not delete or overwrite, or a delete limit was reached. */
  KEPT,
  /** The repair failed, for a reason that the finding has. */
  FAILED
}
