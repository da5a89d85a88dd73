package io.github.s3sync.event;

/**
 * Who described the change, which decides how the key is written.
 *
 * @since 0.1.0
 */
public enum EventSource {
  /** An Amazon S3 event notification ({@code eventSource} {@code aws:s3}); keys are encoded. */
  S3(true),
  /** Amazon EventBridge ({@code source} {@code aws.s3}); keys are as stored. */
  EVENT_BRIDGE(false),
  /** A task of an S3 Batch Operations job; keys are encoded. */
  S3_BATCH(true),
  /** MinIO ({@code minio:s3}); keys are encoded. */
  MINIO(true),
  /** Ceph's RADOS Gateway ({@code ceph:s3}); keys are as stored. */
  CEPH(false);

  private final boolean encodesKeys;

  EventSource(boolean encodesKeys) {
    this.encodesKeys = encodesKeys;
  }

  /**
   * Whether this sender writes keys form-URL-encoded: a space as {@code +}, other bytes of the
   * UTF-8 form as {@code %XX}.
   *
   * @return true if a key must be decoded, exactly once, before use
   */
  public boolean encodesKeys() {
    return encodesKeys;
  }
}
