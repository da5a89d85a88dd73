package io.github.s3sync.lambda;

import io.github.s3sync.outcome.CopyOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What S3 Batch Operations is told about a task, from one of its outcomes. */
record TaskResult(Code code, String text) {

  /**
   * S3's result codes, from best to worst. A failure worth another try is the worst, because S3
   * then sends the task again: the destinations that can be served are, and what fails for good is
   * told in the end.
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

  /** The worst of a task's results, the first of equals; empty if it has none. */
  static Optional<TaskResult> worst(List<TaskResult> results) {
    return results.stream().reduce((a, b) -> byCode().compare(b, a) > 0 ? b : a);
  }

  /** A job names the objects it wants copied, so an object that is not there or not ours failed. */
  private static TaskResult of(CopyOutcome.Skipped skipped) {
    String object = skipped.event().bucket() + "/" + skipped.event().rawKey();
    return switch (skipped.reason()) {
      case NO_RULE -> new TaskResult(Code.PERMANENT_FAILURE, "no rule takes " + object);
      case EVENT_IGNORED ->
          new TaskResult(Code.PERMANENT_FAILURE, "no rule takes new objects such as " + object);
      case SOURCE_GONE ->
          new TaskResult(Code.PERMANENT_FAILURE, "SOURCE_GONE: there is no object " + object);
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
