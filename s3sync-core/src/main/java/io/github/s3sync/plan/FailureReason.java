package io.github.s3sync.plan;

/**
 * The reason why an event failed.
 *
 * @since 0.1.0
 */
public enum FailureReason {
  /** A record of the notification could not be read. */
  MALFORMED_EVENT(false),
  /** The key as sent is not validly encoded. */
  KEY_UNDECODABLE(false),
  /** The rule's mapping cannot map the key of this event. */
  KEY_UNMAPPABLE(false),
  /** The source's or the replica's key has more than 1,024 bytes. */
  KEY_TOO_LONG(false),
  /**
   * A filter or mapping by a user threw an exception, or an expression needed too many steps for
   * the key.
   */
  RULE_FAILED(false),
  /**
   * No rule matches the event, and the configuration retries such events. Or no rule matches, but
   * the rules may have changed and cannot be read.
   */
  NO_RULE(true),
  /** The replica would be its own source. */
  ONTO_ITSELF(false),
  /**
   * S3 answered 403: a permission is missing, the key does not exist (without {@code
   * s3:ListBucket}), or a bucket is not owned by the expected account. Or STS answered that a role
   * may not be assumed.
   */
  ACCESS_DENIED(false),
  /** The credentials are unknown, expired or could not be loaded. */
  CREDENTIALS(true),
  /** A bucket does not exist. */
  BUCKET_NOT_FOUND(false),
  /** The bucket is in a different Region than the client. */
  WRONG_REGION(false),
  /**
   * The source is archived and must be restored before it can be read. A rule that accepts {@code
   * RESTORED} then copies it.
   */
  SOURCE_ARCHIVED(false),
  /** The destination bucket has ACLs disabled and rejects the ACL of the rule. */
  ACLS_DISABLED(false),
  /** A KMS key is disabled, missing or not permitted. */
  KMS_KEY(false),
  /** A quota or a disk of the destination's store is exhausted. */
  QUOTA_EXCEEDED(false),
  /**
   * The store or the executor does not support a property of the rule: tags, an ACL, or a
   * condition, such as the condition of a rule that never overwrites.
   */
  NOT_SUPPORTED(false),
  /** S3 rejected the request for another reason, which the message contains. */
  INVALID_REQUEST(false),
  /**
   * A class or method is missing at run time: the AWS SDK or another library has a different
   * version than the one that s3sync or a user's code was compiled for. The cause is a {@link
   * LinkageError}.
   */
  INCOMPATIBLE_LIBRARY(false),
  /** S3, KMS or STS throttled the request. */
  THROTTLED(true),
  /** Another request operated on the same key at the same time. */
  CONFLICT(true),
  /**
   * Another operation on the same replica is running, and the caller does not wait for it, see
   * {@code Deadline.withPatience}. Nothing was done and nothing is wrong: handle the event again
   * later.
   */
  BUSY(true),
  /** S3 answered with a server error. */
  SERVICE_ERROR(true),
  /** No readable answer arrived: it is unknown whether the copy was made. */
  NO_ANSWER(true),
  /** The copy does not have the source's checksum or size. */
  INTEGRITY(true),
  /** The source was overwritten repeatedly while it was being copied. */
  SOURCE_KEEPS_CHANGING(true),
  /** The delete limit was reached: the executor may not delete more replicas within this minute. */
  DELETE_BRAKE(true),
  /** The caller's deadline has passed, or too little time is left to start. */
  NOT_ENOUGH_TIME(true),
  /** The thread was interrupted. */
  INTERRUPTED(true),
  /** An unexpected error; its cause is attached. */
  UNEXPECTED(true);

  private final boolean retryable;

  FailureReason(boolean retryable) {
    this.retryable = retryable;
  }

  /**
   * Tells whether the same event may succeed later without any change by an operator. If not, a
   * queue may nevertheless deliver the message again, because an operator may remove the cause.
   *
   * @return true if a retry may succeed
   */
  public boolean retryable() {
    return retryable;
  }

  /**
   * Returns what has to change before the same event can succeed. An adapter with a dead-letter
   * queue immediately sends only failures with {@link Cause#MESSAGE} there.
   *
   * @return the cause
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

  /** The kind of change that is needed before a failed event can succeed. */
  public enum Cause {
    /** The message or its object: only a different message or a changed object can succeed. */
    MESSAGE,
    /**
     * A permission, key, bucket, Region, rule or store: all events that need it fail in the same
     * way, and succeed once an operator has corrected it.
     */
    ENVIRONMENT,
    /** Nothing: a later attempt may succeed. */
    TRANSIENT
  }
}
