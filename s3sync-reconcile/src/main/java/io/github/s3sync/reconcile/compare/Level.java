package io.github.s3sync.reconcile.compare;

/**
 * How closely objects are compared. Each level includes those before it.
 *
 * @since 0.1.0
 */
public enum Level {
  /**
   * By what listings show. An object that a listing cannot clear, such as one whose eTags cannot be
   * compared, is looked up.
   */
  LISTING,
  /**
   * By looking up both objects: checksums, headers, metadata, storage class, encryption, Object
   * Lock and the number of tags. Two requests for each object, and two more if only one of the
   * objects shows a number of tags.
   */
  HEAD,
  /** By reading the tags of both objects, too: four requests for each object. */
  TAGS
}
