package io.github.s3sync.setup.check;

/**
 * What was looked at.
 *
 * @since 0.1.0
 */
public enum Check {
  /** Whether the bucket exists. */
  BUCKET,
  /** Whether the expected account owns the bucket. */
  OWNER,
  /** Whether the bucket is asked in its own Region. */
  REGION,
  /** Whether there are credentials to ask with, an assumed role's among them. */
  CREDENTIALS,
  /** Whether there is a key to try with. */
  KEY,
  /** Whether an action is allowed; such a finding has a {@link Permission}. */
  PERMISSION,
  /** Whether the store knows what the rule's options ask for. */
  OPTION,
  /** Whether the bucket keeps versions, where that matters. */
  VERSIONING,
  /** Whether the destination is rid of uploads that nobody ended. */
  LIFECYCLE,
  /** Whether the source bucket tells of what the rule is about. */
  NOTIFICATION,
  /** Whether a copy as a whole would be made. */
  COPY,
  /** What this check itself could not take back. */
  LEFT_BEHIND,
  /** How the queue is set. */
  QUEUE,
  /** How Lambda takes from the queue. */
  FUNCTION
}
