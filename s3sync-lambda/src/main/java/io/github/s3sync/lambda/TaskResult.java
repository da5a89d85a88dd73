package io.github.s3sync.lambda;

import io.github.s3sync.outcome.CopyOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The result of a task for S3 Batch Operations, derived from one of its outcomes. */
record TaskResult(Code code, String text) {

  /**
   * S3's result codes, from best to worst. A temporary failure is the worst, because S3 then sends
   * the task again: copies to available destinations are made, and permanent failures are reported
   * in the end.
   */
  enum Code {
    SUCCEEDED("Succeeded"),
    PERMANENT_FAILURE("PermanentFailure"),
    TEMPORARY_FAILURE("TemporaryFailure");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static TaskResult of(CopyOutcome outcome) {
    return switch (outcome.kind()) {
      case COPIED -> new TaskResult(Code.SUCCEEDED, "copied to " + outcome.replica());
      case DELETED ->
          new TaskResult(Code.SUCCEEDED, "deleted " + outcome.replica() + ", whose source is gone");
      case SKIPPED -> of((CopyOutcome.Skipped) outcome);
      case FAILED -> of((CopyOutcome.Failed) outcome);
    };
  }

  private static TaskResult of(CopyOutcome.Failed failed) {
    return new TaskResult(
        failed.retryable() ? Code.TEMPORARY_FAILURE : Code.PERMANENT_FAILURE,
        failed.reason() + ": " + failed.message());
  }

  /** Returns the worst of a task's results, the first of equals; empty if it has none. */
  static Optional<TaskResult> worst(List<TaskResult> results) {
    return results.stream().reduce((a, b) -> byCode().compare(b, a) > 0 ? b : a);
  }

  /**
   * Returns a result. A job names the objects to copy, so an object that does not exist or that no
   * rule matches is a failure.
   */
  private static TaskResult of(CopyOutcome.Skipped skipped) {
    String object = skipped.event().bucket() + "/" + skipped.event().rawKey();
    return switch (skipped.reason()) {
      case NO_RULE -> new TaskResult(Code.PERMANENT_FAILURE, "no rule matches " + object);
      case EVENT_IGNORED ->
          new TaskResult(Code.PERMANENT_FAILURE, "no rule matches new objects such as " + object);
      case SOURCE_GONE ->
          new TaskResult(Code.PERMANENT_FAILURE, "SOURCE_GONE: object does not exist: " + object);
      case EVENT_UNKNOWN,
          SIZE_OUT_OF_RANGE,
          FILTERED,
          SOURCE_EXISTS,
          ALREADY_CURRENT,
          REPLICA_GONE,
          OWN_COPY,
          REPLICA_NEWER,
          DESTINATION_EXISTS,
          SUPERSEDED ->
          new TaskResult(Code.SUCCEEDED, "nothing to do: " + skipped.reason());
    };
  }

  private static Comparator<TaskResult> byCode() {
    return Comparator.comparing(TaskResult::code);
  }
}
