package io.github.s3sync.faults;

import io.github.s3sync.testing.Fault;

/** The faults of a request. */
enum FaultKind {
  THROTTLED("503 SlowDown"),
  FAILED("500 InternalError"),
  ERROR_IN_200("200 with `<Error>` in the body"),
  EMPTY_200("200 with an empty body"),
  TRUNCATED("truncated response"),
  RESET_BEFORE("connection reset, request not carried out"),
  LOST_ANSWER("connection reset, request carried out"),
  STALLED_BEFORE("timeout, request not carried out"),
  STALLED_AFTER("timeout, request carried out"),
  SOURCE_CHANGED("source overwritten just before"),
  NOT_IMPLEMENTED("501 NotImplemented for a condition"),
  INVALID("400 InvalidArgument for a condition"),
  UNMET("412 PreconditionFailed"),
  CONFLICT("409 OperationAborted"),
  MISSING("404"),
  FORBIDDEN("403 AccessDenied");

  private final String text;

  FaultKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /**
   * Tells whether the fault concerns a condition, so that only requests with a condition can have
   * it.
   */
  boolean isOfACondition() {
    return this == NOT_IMPLEMENTED || this == INVALID;
  }

  boolean isStall() {
    return this == STALLED_BEFORE || this == STALLED_AFTER;
  }

  /**
   * Tells whether the server carried out the request but the client does not receive the answer.
   */
  boolean isDoneUnheard() {
    return this == TRUNCATED || this == LOST_ANSWER || this == STALLED_AFTER;
  }

  /**
   * Returns the fault.
   *
   * @param change writes the source
   */
  Fault fault(Scene scene, Runnable change) {
    return switch (this) {
      case THROTTLED -> Fault.error(503, "SlowDown");
      case FAILED -> Fault.error(500, "InternalError");
      case ERROR_IN_200 -> Fault.errorIn200("InternalError");
      case EMPTY_200 -> Fault.empty200();
      case TRUNCATED -> Fault.truncated200();
      case RESET_BEFORE -> Fault.reset();
      case LOST_ANSWER -> Fault.lostAnswer();
      case STALLED_BEFORE -> Fault.stall(Stage.STALL);
      case STALLED_AFTER -> Fault.delayAfter(Stage.STALL);
      case SOURCE_CHANGED -> Fault.first(change);
      case NOT_IMPLEMENTED -> Fault.error(501, "NotImplemented");
      case INVALID ->
          Fault.error(400, "InvalidArgument", "if-none-match and x-amz-copy-source-if-match?");
      case UNMET -> Fault.error(412, "PreconditionFailed");
      case CONFLICT -> Fault.error(409, "OperationAborted");
      case MISSING -> Fault.error(404, scene.missing());
      case FORBIDDEN -> Fault.error(403, "AccessDenied");
    };
  }
}
