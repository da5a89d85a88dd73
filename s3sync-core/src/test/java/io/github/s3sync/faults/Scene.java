package io.github.s3sync.faults;

import static io.github.s3sync.event.EventKind.CREATED;
import static io.github.s3sync.event.EventKind.REMOVED;

import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A request that is broken: its position, and the operation that it belongs to. */
enum Scene {
  COPY("CopyObject", Course.ONE_REQUEST, "CopyObject", 1),
  LOOK_BEFORE_COPY("HeadObject before CopyObject", Course.ONE_REQUEST, "HeadObject", 1),
  LOOK_AT_COPY("HeadObject of the replica after CopyObject", Course.ONE_REQUEST, "HeadObject", 2),
  LOOK_AGAIN("HeadObject after CopyObject", Course.ONE_REQUEST, "HeadObject", 3),
  LOOK_FIRST("HeadObject before a multipart copy", Course.PARTS, "HeadObject", 1),
  TAGS("GetObjectTagging", Course.PARTS, "GetObjectTagging", 1),
  CREATE("CreateMultipartUpload", Course.PARTS, "CreateMultipartUpload", 1),
  FIRST_PART("UploadPartCopy", Course.PARTS, "UploadPartCopy", 1),
  LAST_PART("UploadPartCopy", Course.PARTS, "UploadPartCopy", 2),
  COMPLETE("CompleteMultipartUpload", Course.PARTS, "CompleteMultipartUpload", 1),
  LOOK_AT_REPLICA(
      "HeadObject of the replica before a multipart copy", Course.PARTS, "HeadObject", 2),
  LOOK_AT_NEW_REPLICA(
      "HeadObject of the replica after a multipart copy", Course.PARTS, "HeadObject", 3),
  LOOK_AFTER_PARTS("HeadObject after a multipart copy", Course.PARTS, "HeadObject", 4),
  ABORT("AbortMultipartUpload (after a 403)", Course.PARTS, "AbortMultipartUpload", 1),
  LOOK_BEFORE_DELETE("HeadObject before a delete", Course.DELETE, "HeadObject", 1),
  DELETE("DeleteObject", Course.DELETE, "DeleteObject", 1),
  LOOK_AFTER_DELETE("HeadObject after a delete", Course.DELETE, "HeadObject", 2);

  static final Set<Scene> LOOKS =
      EnumSet.of(
          LOOK_BEFORE_COPY,
          LOOK_AT_COPY,
          LOOK_AGAIN,
          LOOK_FIRST,
          LOOK_AT_REPLICA,
          LOOK_AT_NEW_REPLICA,
          LOOK_AFTER_PARTS,
          LOOK_BEFORE_DELETE,
          LOOK_AFTER_DELETE);

  /** The operation that is running. */
  enum Course {
    ONE_REQUEST,
    PARTS,
    DELETE
  }

  private final String text;
  private final Course course;
  private final String operation;
  private final int nth;

  Scene(String text, Course course, String operation, int nth) {
    this.text = text;
    this.course = course;
    this.operation = operation;
    this.nth = nth;
  }

  String text() {
    return text;
  }

  Course course() {
    return course;
  }

  String operation() {
    return operation;
  }

  /** Returns the position of the request among those of the same operation. */
  int nth() {
    return nth;
  }

  /** Tells whether the request carries a condition, at least under a rule that never overwrites. */
  boolean hasCondition() {
    return this == COPY || this == FIRST_PART || this == LAST_PART || this == COMPLETE;
  }

  /** Returns the error code of a 404 answer to this request. */
  String missing() {
    return switch (this) {
      case COMPLETE, ABORT -> "NoSuchUpload";
      case CREATE -> "NoSuchBucket";
      default -> "NoSuchKey";
    };
  }

  CopyRule rule(boolean overwrite, boolean tags) {
    CopyOptionsBuilder options = CopyOptions.builder().tags(tags).acl(null).overwrite(overwrite);
    if (this == LOOK_AGAIN || this == LOOK_AT_COPY) {
      options.recheckAfter(Duration.ZERO);
    }
    return CopyRule.named("r")
        .from(Stage.SOURCE)
        .on(CREATED, course == Course.DELETE ? REMOVED : CREATED)
        .to(Stage.DESTINATION)
        .options(options.build())
        .build();
  }
}
