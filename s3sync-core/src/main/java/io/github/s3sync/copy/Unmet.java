package io.github.s3sync.copy;

/**
 * S3 answered that the world is not as it was when the request was made. Not a failure: the copy
 * looks at the source and decides anew.
 */
final class Unmet extends RuntimeException {

  /** What S3 said. */
  enum Condition {
    /**
     * 412: the source is not the one that was asked for, or something stands at the replica's key.
     */
    PRECONDITION,
    /** 412 or 416, or another ETag: what was read is not the source that was asked for. */
    SOURCE_CHANGED,
    /** 404: the source is gone. */
    SOURCE_GONE,
    /** 404: the upload is gone, aborted by somebody else or completed by an earlier try. */
    UPLOAD_GONE,
    /** Another object was at the replica's key when the replica's tags were set. */
    REPLICA_CHANGED,
    /** 400: the source is larger than one request copies. */
    TOO_LARGE
  }

  private final Condition condition;

  Unmet(Condition condition, Throwable cause) {
    super(condition.name(), cause);
    this.condition = condition;
  }

  Condition condition() {
    return condition;
  }
}
