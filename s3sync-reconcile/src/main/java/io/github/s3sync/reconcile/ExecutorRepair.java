package io.github.s3sync.reconcile;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.Lag;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Repair;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Repairs differences in this process, with the executor that also handles events. */
final class ExecutorRepair implements Repair {

  private final CopyExecutor executor;
  private final OutcomeListener listener;

  ExecutorRepair(CopyExecutor executor, OutcomeListener listener) {
    this.executor = CopyExecutor.onePerKey(executor);
    this.listener = OutcomeListener.guarded(listener);
  }

  @Override
  public Result copy(CopyPlan plan) {
    return execute(plan);
  }

  @Override
  public Result delete(CopyPlan plan) {
    return execute(plan);
  }

  private Result execute(CopyPlan plan) {
    try {
      return succeeded(plan, executor.execute(plan, Deadline.none()));
    } catch (CopyException e) {
      return failed(plan, e.reason(), String.valueOf(e.getMessage()), e.requests(), e);
    } catch (LinkageError e) {
      return failed(plan, FailureReason.INCOMPATIBLE_LIBRARY, e.toString(), 0, e);
    } catch (RuntimeException | Error e) {
      return failed(plan, FailureReason.UNEXPECTED, e.toString(), 0, e);
    }
  }

  private Result succeeded(CopyPlan plan, CopyResult result) {
    if (result instanceof CopyReceipt receipt) {
      listener.onOutcome(
          new CopyOutcome.Copied(
              plan, receipt, Lag.between(plan.event().time(), receipt.visibleAt())));
      return new Result(Action.COPIED, receipt.bytes(), receipt.requests(), null, null, null);
    }
    if (result instanceof DeleteReceipt receipt) {
      listener.onOutcome(
          new CopyOutcome.Deleted(
              plan, receipt, Lag.between(plan.event().time(), receipt.deletedAt())));
      return new Result(Action.DELETED, 0, receipt.requests(), null, null, null);
    }
    CopyResult.NotNeeded notNeeded = (CopyResult.NotNeeded) result;
    SkipReason reason = notNeeded.reason();
    listener.onOutcome(new CopyOutcome.Skipped(plan.event(), plan, reason, notNeeded.requests()));
    return new Result(action(reason), 0, notNeeded.requests(), reason, null, null);
  }

  /** Returns the action for a skipped repair: {@code NOT_NEEDED} or {@code KEPT}. */
  private static Action action(SkipReason reason) {
    return switch (reason) {
      case ALREADY_CURRENT, SUPERSEDED, SOURCE_GONE, REPLICA_GONE, SOURCE_EXISTS, OWN_COPY ->
          Action.NOT_NEEDED;
      case DESTINATION_EXISTS,
          REPLICA_NEWER,
          FILTERED,
          SIZE_OUT_OF_RANGE,
          NO_RULE,
          EVENT_IGNORED,
          EVENT_UNKNOWN ->
          Action.KEPT;
    };
  }

  private Result failed(
      CopyPlan plan, FailureReason reason, String message, int requests, @Nullable Throwable e) {
    listener.onOutcome(
        new CopyOutcome.Failed(
            plan.event(),
            plan,
            plan.rule().name(),
            plan.event().id(),
            reason,
            message,
            requests,
            e));
    return new Result(Action.FAILED, 0, requests, null, Objects.requireNonNull(reason), message);
  }
}
