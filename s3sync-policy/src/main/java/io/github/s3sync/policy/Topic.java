package io.github.s3sync.policy;

/** What a statement is about; its name is the statement's id. */
enum Topic {
  READ_SOURCES("ReadSources"),
  FIND_SOURCES("FindSources"),
  WRITE_REPLICAS("WriteReplicas"),
  FIND_REPLICAS("FindReplicas"),
  USE_KEYS("UseKeys"),
  ASSUME_ROLES("AssumeRoles");

  private final String sid;

  Topic(String sid) {
    this.sid = sid;
  }

  String sid() {
    return sid;
  }
}
