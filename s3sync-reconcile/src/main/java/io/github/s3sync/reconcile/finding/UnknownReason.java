package io.github.s3sync.reconcile.finding;

/**
 * Why a comparison cannot say whether two objects are equal.
 *
 * @since 0.1.0
 */
public enum UnknownReason {
  /**
   * Sizes are equal, and neither eTags nor checksums can be compared: an eTag is not the MD5 of the
   * content if the object was uploaded in parts or is encrypted with KMS, and a checksum of parts
   * depends on the parts. Reading the content can tell.
   */
  CONTENT_NOT_COMPARABLE,
  /** Another property cannot be compared, see {@link Finding#unknown}. */
  PROPERTY_NOT_COMPARABLE,
  /** Several sources have the same replica, which can be equal to one of them only. */
  SHARED_REPLICA,
  /** The replica has no source under this rule, but may be a replica of another rule. */
  OTHER_RULE,
  /** The rule's mapping does not show which source a replica has. */
  SOURCE_NOT_DERIVABLE,
  /** The rule is two-way, and no rule of the run leads back: the replica may be a user's object. */
  TWO_WAY,
  /** The run was told to copy without comparing. */
  NOT_COMPARED
}
