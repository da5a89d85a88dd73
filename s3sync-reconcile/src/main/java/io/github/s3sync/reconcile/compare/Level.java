package io.github.s3sync.reconcile.compare;

/**
 * Defines how closely objects are compared. Each level includes the levels before it.
 *
 * @since 0.1.0
 */
public enum Level {
  /**
   * Compares size and eTag, as listings show them. An object is looked up if listings do not show
   * that it is equal, for example because its eTags cannot be compared.
   */
  LISTING,
  /**
   * Looks up both objects. Compares checksums, headers, metadata, storage class, encryption, Object
   * Lock and the number of tags. This needs two requests for each object, and two more if only one
   * of the objects shows a number of tags.
   */
  HEAD,
  /** Also reads the tags of both objects. This needs four requests for each object. */
  TAGS
}
