package io.github.s3sync.setup.policy;

/**
 * Describes what a statement is needed for; its name is the statement's id.
 *
 * @since 0.1.0
 */
public enum Purpose {
  /** Read objects of the source. */
  READ_SOURCES("ReadSources"),
  /** List the source bucket. */
  FIND_SOURCES("FindSources"),
  /** Write objects of a destination. */
  WRITE_REPLICAS("WriteReplicas"),
  /** List the bucket of a destination. */
  FIND_REPLICAS("FindReplicas"),
  /** Use the KMS keys of either side. */
  USE_KEYS("UseKeys"),
  /** Assume the roles that a rule names. */
  ASSUME_ROLES("AssumeRoles");

  private final String sid;

  Purpose(String sid) {
    this.sid = sid;
  }

  String sid() {
    return sid;
  }
}
