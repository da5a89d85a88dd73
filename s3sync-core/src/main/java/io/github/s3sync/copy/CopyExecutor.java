package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.List;
import java.util.Objects;

/**
 * Carries out plans. Implementations are safe for use by many threads.
 *
 * <p>All that a plan needs to be safe happens within {@link #execute}: an executor may be called
 * without {@code S3Sync}, and one that adds something to another (a limit, a measurement, a filter)
 * cannot take anything away from it. Such an executor extends {@link ForwardingCopyExecutor}.
 *
 * @since 0.1.0
 */
public interface CopyExecutor {

  /**
   * Makes a replica equal to its source as it is now: copies it or, if the source is gone and the
   * rule takes {@code EventKind.REMOVED}, deletes it.
   *
   * @param plan what to copy where
   * @param deadline when the caller's time is over; nothing is begun that cannot be finished by
   *     then
   * @return the receipt of the copy or the delete, or why none had to be made
   * @throws CopyException if the replica is not known to be equal to its source; nothing is left
   *     behind but, perhaps, a finished copy or delete, or an upload that is open because its
   *     answer was lost or, with {@code NOT_ENOUGH_TIME}, for another try to go on with
   */
  CopyResult execute(CopyPlan plan, Deadline deadline);

  /**
   * Refuses a rule that this executor cannot carry out, before there is an event for it.
   *
   * @param rule the rule
   * @throws InvalidRuleException if no copy that the rule asks for could ever be made
   */
  void check(CopyRule rule);

  /**
   * The requests that a plan would take if nothing changes meanwhile.
   *
   * @param plan the plan
   * @return their names, in order; empty if this executor cannot tell
   */
  List<String> requests(CopyPlan plan);

  /**
   * Lets an executor do no two things at once for one replica, and makes one copy for several
   * events that wait for it.
   *
   * <p>A plan whose replica is being worked on waits for that, no longer than its deadline and its
   * {@linkplain Deadline#withPatience patience}. If a copy that another thread made was made for
   * its event too, it ends as that copy did, without a request: {@code SUPERSEDED} for a copy or a
   * delete, else the same reason. {@code S3Sync} always does this; several of them do it together
   * if they are given one executor from here.
   *
   * @param executor carries out plans, on the threads that ask for it
   * @return the executor, with that added; itself if it was made here
   */
  static CopyExecutor onePerKey(CopyExecutor executor) {
    return Objects.requireNonNull(executor, "executor") instanceof OneCopyPerKey
        ? executor
        : new OneCopyPerKey(executor);
  }
}
