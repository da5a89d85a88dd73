package io.github.s3sync.request;

/**
 * The properties in which a replica can differ from the result of a copy.
 *
 * @since 0.1.0
 */
public enum ReplicaAspect {
  /** The bytes, as far as size, eTag and checksums show them. */
  CONTENT,
  /** {@code Content-*}, {@code Cache-Control} or {@code Expires}. */
  HEADERS,
  /** User metadata. */
  METADATA,
  /** Tags. */
  TAGS,
  /** The website redirect location. */
  WEBSITE_REDIRECT,
  /** The storage class that the rule sets or keeps. */
  STORAGE_CLASS,
  /** The additional checksum that a copy would store. */
  CHECKSUM,
  /** The encryption that the rule sets. */
  ENCRYPTION,
  /** The Object Lock that the rule sets. */
  OBJECT_LOCK
}
