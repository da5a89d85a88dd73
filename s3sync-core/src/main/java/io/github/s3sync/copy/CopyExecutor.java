package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.List;

/**
 * Carries out plans. Implementations are safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CopyExecutor {

  /**
   * Makes a replica equal to its source as it is now.
   *
   * @param plan what to copy where
   * @param deadline when the caller's time is over; nothing is begun that cannot be finished by
   *     then
   * @return the copy's receipt, or why none had to be made
   * @throws CopyException if the replica is not known to be equal to its source; nothing is left
   *     behind but, perhaps, a finished copy or an open upload whose answer was lost
   */
  CopyResult execute(CopyPlan plan, Deadline deadline);

  /**
   * Refuses a rule that this executor cannot carry out, before there is an event for it.
   *
   * @param rule the rule
   * @throws InvalidRuleException if no copy that the rule asks for could ever be made
   */
  default void check(CopyRule rule) {}

  /**
   * The requests that a plan would take if nothing changes meanwhile.
   *
   * @param plan the plan
   * @return their names, in order; empty if this executor cannot tell
   */
  default List<String> requests(CopyPlan plan) {
    return List.of();
  }
}
