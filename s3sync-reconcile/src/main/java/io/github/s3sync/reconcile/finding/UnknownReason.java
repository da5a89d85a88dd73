package io.github.s3sync.reconcile.finding;

/**
 * Defines why a comparison cannot determine whether two objects are equal.
 *
 * @since 0.1.0
 */
public enum UnknownReason {
  /**
   * The sizes are equal, but neither eTags nor checksums can be compared. An eTag is not the MD5
   * digest of the content if the object was uploaded in parts or is encrypted with KMS. A checksum
   * of parts depends on the sizes of the parts. Reading the content shows whether the objects are
   * equal.
   */
  CONTENT_NOT_COMPARABLE,
  /** Another property cannot be compared, see {@link Finding#unknown}. */
  PROPERTY_NOT_COMPARABLE,
  /** Several sources have the same replica, so it can be the replica of only one of them. */
  SHARED_REPLICA,
  /** The replica has no source under this rule, but may be a replica of another rule. */
  OTHER_RULE,
  /** The source of the replica cannot be derived from the replica's key. */
  SOURCE_NOT_DERIVABLE,
  /**
   * The rule is two-way, but the run has no rule for the opposite direction. The replica may be a
   * user's object.
   */
  TWO_WAY,
  /**
   * The object is listed, but no object is found by its key, although it was not changed within the
   * settle time. Either the store lists an entry without an object, as Ceph does if a bucket index
   * is damaged, or it lists keys in another form than it accepts in requests. The object is neither
   * copied nor deleted.
   */
  NOT_FOUND_BY_KEY,
  /** The run was configured to copy every object without comparing it. */
  NOT_COMPARED
}
