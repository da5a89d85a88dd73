package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.function.BiFunction;

/** Handles each plan as a test defines, and accepts every rule. */
public final class StepExecutor implements CopyExecutor {

  private final BiFunction<CopyPlan, Deadline, CopyResult> step;

  public StepExecutor(BiFunction<CopyPlan, Deadline, CopyResult> step) {
    this.step = step;
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    return step.apply(plan, deadline);
  }

  @Override
  public void check(CopyRule rule) {}

  @Override
  public List<String> requests(CopyPlan plan) {
    return List.of("CopyObject " + plan.source());
  }
}
