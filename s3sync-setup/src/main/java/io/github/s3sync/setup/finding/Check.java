package io.github.s3sync.setup.finding;

/**
 * Lists the subjects that are checked.
 *
 * @since 0.1.0
 */
public enum Check {
  /** Whether the bucket exists. */
  BUCKET,
  /** Whether the expected account owns the bucket. */
  OWNER,
  /** Whether the requests are sent to the Region of the bucket. */
  REGION,
  /** Whether there are credentials, including credentials of an assumed role. */
  CREDENTIALS,
  /** Whether there is a key to run the check with. */
  KEY,
  /** Whether an action is allowed; such a finding has a {@link Permission}. */
  PERMISSION,
  /** Whether the store supports the options of the rule. */
  OPTION,
  /** Whether the bucket keeps versions, if the rule needs them. */
  VERSIONING,
  /** Whether the destination bucket aborts incomplete multipart uploads. */
  LIFECYCLE,
  /** Whether the source bucket sends the events that the rule needs. */
  NOTIFICATION,
  /** Whether a complete copy request is allowed. */
  COPY,
  /** A resource that this check created and could not remove. */
  LEFT_BEHIND,
  /** The configuration of the queue. */
  QUEUE,
  /** The configuration of the function and of its event source mapping. */
  FUNCTION
}
