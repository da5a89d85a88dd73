package io.github.s3sync;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.Lag;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Carries out decisions and turns every result, exception and error into an outcome. */
final class Execution {

  private final CopyExecutor executor;

  Execution(CopyExecutor executor) {
    this.executor = executor;
  }

  /** Carries out a decision and returns its outcome. Never throws. */
  CopyOutcome carryOut(Decision decision, Deadline deadline) {
    if (decision instanceof Decision.Copy copy) {
      return copy(copy.plan(), deadline);
    }
    if (decision instanceof Decision.Skip skip) {
      return new CopyOutcome.Skipped(skip.event(), null, skip.reason(), 0);
    }
    return CopyOutcome.Failed.refused((Decision.Refuse) decision);
  }

  private CopyOutcome copy(CopyPlan plan, Deadline deadline) {
    try {
      CopyResult result = executor.execute(plan, deadline);
      if (result instanceof CopyReceipt receipt) {
        return new CopyOutcome.Copied(plan, receipt, lag(plan, receipt.visibleAt()));
      }
      if (result instanceof DeleteReceipt receipt) {
        return new CopyOutcome.Deleted(plan, receipt, lag(plan, receipt.deletedAt()));
      }
      CopyResult.NotNeeded notNeeded = (CopyResult.NotNeeded) result;
      return new CopyOutcome.Skipped(plan.event(), plan, notNeeded.reason(), notNeeded.requests());
    } catch (CopyException e) {
      return CopyOutcome.Failed.of(plan, e.reason(), e, e.requests());
    } catch (LinkageError e) {
      return CopyOutcome.Failed.of(plan, FailureReason.INCOMPATIBLE_LIBRARY, e, 0);
    } catch (RuntimeException | Error e) {
      // Errors are caught as well: an error thrown from here would leave the whole batch without
      // outcomes.
      return CopyOutcome.Failed.of(plan, FailureReason.UNEXPECTED, e, 0);
    }
  }

  private static @Nullable Duration lag(CopyPlan plan, Instant done) {
    return Lag.between(plan.event().time(), done);
  }
}
