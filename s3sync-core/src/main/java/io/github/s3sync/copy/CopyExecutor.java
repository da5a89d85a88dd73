package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.List;
import java.util.Objects;

/**
 * Carries out plans. Implementations must be thread-safe.
 *
 * <p>All safety measures for a plan are part of {@link #execute}. So an executor may be used
 * without {@code S3Sync}, and a decorator (a limit, a measurement, a filter) cannot weaken them. A
 * decorator extends {@link ForwardingCopyExecutor}.
 *
 * @since 0.1.0
 */
public interface CopyExecutor {

  /**
   * Makes a replica equal to the current state of its source: copies the source, or deletes the
   * replica if the source is gone and the rule accepts {@code EventKind.REMOVED}.
   *
   * @param plan the plan
   * @param deadline when the caller's time ends; nothing is started that cannot be finished by then
   * @return the receipt of the copy or the delete, or the reason why none was necessary
   * @throws CopyException if the replica may differ from its source. The copy or delete may have
   *     succeeded nevertheless, because an answer was lost. An unfinished upload may remain, which
   *     a later attempt resumes if that is safe
   */
  CopyResult execute(CopyPlan plan, Deadline deadline);

  /**
   * Checks whether this executor can carry out a rule, before any event arrives.
   *
   * @param rule the rule
   * @throws InvalidRuleException if the executor can never make the copies of the rule
   */
  void check(CopyRule rule);

  /**
   * Returns the requests that a plan needs if nothing changes meanwhile.
   *
   * @param plan the plan
   * @return the names of the requests, in order; empty if this executor cannot predict them
   */
  List<String> requests(CopyPlan plan);

  /**
   * Wraps an executor so that operations on the same replica run one at a time, and queued events
   * for it are merged into one copy.
   *
   * <p>A plan waits while another operation on its replica runs, at most until its deadline and for
   * its {@linkplain Deadline#withPatience patience}. If a copy that another thread made after the
   * event arrived also serves this event, the plan ends without a request. Its result is {@code
   * SUPERSEDED} if the other thread copied or deleted, otherwise the reason why that thread did not
   * need to. {@code S3Sync} always wraps its executor in this way. Several instances of {@code
   * S3Sync} are coordinated if they share one executor from this method.
   *
   * @param executor carries out plans on the calling threads
   * @return the wrapped executor; the executor itself if this method created it
   */
  static CopyExecutor onePerKey(CopyExecutor executor) {
    return Objects.requireNonNull(executor, "executor") instanceof OneCopyPerKey
        ? executor
        : new OneCopyPerKey(executor);
  }
}
