package io.github.s3sync.event;

/**
 * The encoding of keys in the events of a sender.
 *
 * @since 0.1.0
 */
public enum KeyEncoding {
  /**
   * {@code application/x-www-form-urlencoded}: {@code +} for a space, {@code %XX} for other bytes
   * of the UTF-8 form. Used by Amazon S3, MinIO and RustFS.
   */
  FORM,
  /** {@code %XX} for bytes of the UTF-8 form; a {@code +} is a plus sign. */
  PERCENT,
  /** The key as stored. Used by Amazon EventBridge and Ceph. */
  VERBATIM
}
