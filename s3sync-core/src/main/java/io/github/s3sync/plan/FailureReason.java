package io.github.s3sync.plan;

/**
 * Why something that should have been copied was not.
 *
 * @since 0.1.0
 */
public enum FailureReason {
  /** A record of the notification could not be read. */
  MALFORMED_EVENT(false),
  /** The key as sent is no encoding of any key. */
  KEY_UNDECODABLE(false),
  /** The rule's mapping gives no key for this event. */
  KEY_UNMAPPABLE(false),
  /** The source's or the replica's key has more than 1,024 bytes. */
  KEY_TOO_LONG(false),
  /**
   * A filter or mapping of the user's own threw an exception, or an expression took too many steps
   * on the key.
   */
  RULE_FAILED(false),
  /**
   * No rule matches the event, and such events are to be retried; or that cannot be decided,
   * because the rules, which may have changed, cannot be read.
   */
  NO_RULE(true),
  /** The replica would stand where its source stands. */
  ONTO_ITSELF(false),
  /**
   * S3 answered 403: a permission is missing, or, without {@code s3:ListBucket}, the key is; or
   * another account than the expected one owns a bucket. Or STS answered that a role may not be
   * assumed.
   */
  ACCESS_DENIED(false),
  /** The credentials are unknown, expired or could not be loaded. */
  CREDENTIALS(true),
  /** A bucket does not exist. */
  BUCKET_NOT_FOUND(false),
  /** The bucket is in another Region than the client asked. */
  WRONG_REGION(false),
  /**
   * The source is archived and must be restored before it can be read. A rule that takes {@code
   * RESTORED} copies it then.
   */
  SOURCE_ARCHIVED(false),
  /** The destination bucket has ACLs disabled, and the rule asks for one that it refuses. */
  ACLS_DISABLED(false),
  /** A KMS key is disabled, missing or not permitted. */
  KMS_KEY(false),
  /** The destination's store has a quota, or a disk, that is full. */
  QUOTA_EXCEEDED(false),
  /**
   * The store, or what copies, does not implement what the rule asks for: tags, an ACL, or a
   * condition such as that of a rule that never overwrites.
   */
  NOT_SUPPORTED(false),
  /** S3 refused the request for a reason of its own, which the message carries. */
  INVALID_REQUEST(false),
  /**
   * A class or method is missing at run time: the AWS SDK, or another library, has another version
   * than this library or the user's own code was compiled for. The cause is a {@link LinkageError}.
   */
  INCOMPATIBLE_LIBRARY(false),
  /** S3, KMS or STS asks to slow down. */
  THROTTLED(true),
  /** Another request was at work on the same key. */
  CONFLICT(true),
  /**
   * Other work for the same replica is going on, and the caller does not wait for it, see {@code
   * Deadline.withPatience}. Nothing was done and nothing is wrong: the event is to be handled again
   * in a while.
   */
  BUSY(true),
  /** S3 answered that it failed. */
  SERVICE_ERROR(true),
  /** No answer came, or none that could be read: whether the copy was made is not known. */
  NO_ANSWER(true),
  /** The copy does not have the source's checksum or size. */
  INTEGRITY(true),
  /** The source was overwritten again and again while it was being copied. */
  SOURCE_KEEPS_CHANGING(true),
  /** More replicas would have been deleted within a minute than the executor may. */
  DELETE_BRAKE(true),
  /** The time that the caller gave is over, or too short to begin. */
  NOT_ENOUGH_TIME(true),
  /** The thread was interrupted. */
  INTERRUPTED(true),
  /** An error that is not foreseen; its cause is attached. */
  UNEXPECTED(true);

  private final boolean retryable;

  FailureReason(boolean retryable) {
    this.retryable = retryable;
  }

  /**
   * Whether the same event may succeed later without anybody changing anything.
   *
   * @return true if it is worth another try
   */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Returns what has to change before the same event can succeed. An adapter with a dead-letter
   * queue sends only {@link Cause#MESSAGE} there at once.
   *
   * @return the class of this reason
   */
  public Cause cause() {
    return switch (this) {
      case MALFORMED_EVENT,
          KEY_UNDECODABLE,
          KEY_UNMAPPABLE,
          KEY_TOO_LONG,
          RULE_FAILED,
          ONTO_ITSELF,
          SOURCE_ARCHIVED ->
          Cause.MESSAGE;
      case ACCESS_DENIED,
          CREDENTIALS,
          BUCKET_NOT_FOUND,
          WRONG_REGION,
          ACLS_DISABLED,
          KMS_KEY,
          QUOTA_EXCEEDED,
          NOT_SUPPORTED,
          INVALID_REQUEST,
          INCOMPATIBLE_LIBRARY,
          NO_RULE ->
          Cause.ENVIRONMENT;
      case THROTTLED,
          CONFLICT,
          BUSY,
          SERVICE_ERROR,
          NO_ANSWER,
          INTEGRITY,
          SOURCE_KEEPS_CHANGING,
          DELETE_BRAKE,
          NOT_ENOUGH_TIME,
          INTERRUPTED,
          UNEXPECTED ->
          Cause.TRANSIENT;
    };
  }

  /** What has to change before an event that failed can succeed. */
  public enum Cause {
    /** The message, or the object that it names: only another message or a changed object helps. */
    MESSAGE,
    /**
     * A permission, key, bucket, Region, rule or store: all events that need it fail alike, and
     * succeed once an operator has changed it.
     */
    ENVIRONMENT,
    /** Nothing: a later attempt may succeed. */
    TRANSIENT
  }
}
