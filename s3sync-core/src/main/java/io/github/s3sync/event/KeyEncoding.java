package io.github.s3sync.event;

/**
 * How a sender writes keys into its events.
 *
 * @since 0.1.0
 */
public enum KeyEncoding {
  /**
   * {@code application/x-www-form-urlencoded}: {@code +} for a space, {@code %XX} for other bytes
   * of the UTF-8 form. Amazon S3, MinIO and RustFS write keys so.
   */
  FORM,
  /** {@code %XX} for bytes of the UTF-8 form; a {@code +} is a plus sign. */
  PERCENT,
  /** The key as it is stored. Amazon EventBridge and Ceph write keys so. */
  VERBATIM
}
