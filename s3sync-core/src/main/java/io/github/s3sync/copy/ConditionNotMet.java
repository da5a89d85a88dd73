package io.github.s3sync.copy;

import io.github.s3sync.event.Internal;

/**
 * Thrown when S3 answers that a condition of the request is not met. This is not a failure: the
 * copy looks up the source and decides again.
 */
@Internal
public final class ConditionNotMet extends RuntimeException {

  /** The condition that was not met. */
  public enum Condition {
    /** 412: the source is not the requested one, or an object exists at the replica's key. */
    PRECONDITION,
    /** 412 or 416, or a different ETag: the object that was read is not the requested source. */
    SOURCE_CHANGED,
    /** 404: the source is gone. */
    SOURCE_GONE,
    /** 404: the upload is gone: it was aborted, or completed by an earlier attempt. */
    UPLOAD_GONE,
    /** Another object was at the replica's key when the replica's tags were set. */
    REPLICA_CHANGED,
    /** 400: the source is too large for a copy in one request. */
    TOO_LARGE
  }

  private final Condition condition;

  public ConditionNotMet(Condition condition, Throwable cause) {
    super(condition.name(), cause);
    this.condition = condition;
  }

  public Condition condition() {
    return condition;
  }
}
