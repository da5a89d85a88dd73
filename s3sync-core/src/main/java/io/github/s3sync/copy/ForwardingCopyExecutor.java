package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.Objects;

/**
 * Forwards all calls to another executor. A decorator extends this class and overrides {@link
 * #execute}.
 *
 * <pre>{@code
 * CopyExecutor timed =
 *     new ForwardingCopyExecutor(S3CopyExecutor.builder(client).build()) {
 *       @Override
 *       public CopyResult execute(CopyPlan plan, Deadline deadline) {
 *         return timer.record(() -> super.execute(plan, deadline));
 *       }
 *     };
 * }</pre>
 *
 * <p>To skip a plan, an override returns {@code new CopyResult.NotNeeded(SkipReason.FILTERED,
 * requests)}, and the event is acknowledged. Exceptions other than {@link CopyException} are
 * reported as {@code UNEXPECTED}; {@link CopyException#of} classifies errors of the SDK. Several
 * threads call an override at the same time, and a plan may be executed several times.
 *
 * @since 0.1.0
 */
public class ForwardingCopyExecutor implements CopyExecutor {

  private final CopyExecutor executor;

  /**
   * Creates an executor that forwards all calls.
   *
   * @param executor carries out the plans
   */
  protected ForwardingCopyExecutor(CopyExecutor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    return executor.execute(plan, deadline);
  }

  @Override
  public void check(CopyRule rule) {
    executor.check(rule);
  }

  @Override
  public List<String> requests(CopyPlan plan) {
    return executor.requests(plan);
  }
}
