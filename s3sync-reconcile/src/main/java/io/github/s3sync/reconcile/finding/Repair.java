package io.github.s3sync.reconcile.finding;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import org.jspecify.annotations.Nullable;

/**
 * Repairs differences. Implementations must be safe for use by many threads, and must not throw.
 *
 * @since 0.1.0
 */
public interface Repair {

  /**
   * Makes a replica equal to its source.
   *
   * @param plan a plan for a source that exists
   * @return the result of the repair
   */
  Result copy(CopyPlan plan);

  /**
   * Deletes the replica of a source that does not exist.
   *
   * @param plan a plan for a source that was deleted
   * @return the result of the repair
   */
  Result delete(CopyPlan plan);

  /**
   * Completes all repairs whose result was returned, if some of them are only buffered. A run calls
   * this method before it stores how far it has come.
   *
   * @return whether all repairs whose result was returned are complete; otherwise the run stores
   *     nothing
   */
  default boolean flush() {
    return true;
  }

  /**
   * Returns a repair that does nothing, for runs that only report.
   *
   * @return the repair
   */
  static Repair none() {
    return always(Action.NONE, Action.NONE);
  }

  /**
   * Returns a repair that only reports the actions that it would take.
   *
   * @return the repair
   */
  static Repair dryRun() {
    return always(Action.WOULD_COPY, Action.WOULD_DELETE);
  }

  private static Repair always(Action copy, Action delete) {
    return new Repair() {
      @Override
      public Result copy(CopyPlan plan) {
        return new Result(copy, 0, 0, null, null, null);
      }

      @Override
      public Result delete(CopyPlan plan) {
        return new Result(delete, 0, 0, null, null, null);
      }
    };
  }

  /**
   * Describes the result of repairing one object.
   *
   * @param action the action taken
   * @param bytesCopied the number of bytes copied
   * @param requests the number of requests made
   * @param skipReason why the repair was not needed; otherwise null
   * @param failureReason why the repair failed; otherwise null
   * @param message an explanation for people; null if there is nothing to add
   */
  record Result(
      Action action,
      long bytesCopied,
      int requests,
      @Nullable SkipReason skipReason,
      @Nullable FailureReason failureReason,
      @Nullable String message) {}
}
