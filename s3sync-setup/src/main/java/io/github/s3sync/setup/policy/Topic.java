package io.github.s3sync.setup.policy;

/**
 * What a statement is about; its name is the statement's id.
 *
 * @since 0.1.0
 */
public enum Topic {
  /** Objects of the source. */
  READ_SOURCES("ReadSources"),
  /** The source bucket itself. */
  FIND_SOURCES("FindSources"),
  /** Objects of a destination. */
  WRITE_REPLICAS("WriteReplicas"),
  /** A destination's bucket itself. */
  FIND_REPLICAS("FindReplicas"),
  /** KMS keys, of either side. */
  USE_KEYS("UseKeys"),
  /** Roles that a rule names. */
  ASSUME_ROLES("AssumeRoles");

  private final String sid;

  Topic(String sid) {
    this.sid = sid;
  }

  String sid() {
    return sid;
  }
}
