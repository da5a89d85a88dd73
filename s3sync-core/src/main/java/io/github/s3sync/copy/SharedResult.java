package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The result of a copy of one thread for the threads that waited for it. */
final class SharedResult {

  /** A result that is not shared: the reason concerns only its own thread, or is unexpected. */
  static final SharedResult NOT_SHARED = new SharedResult(plan -> null);

  private static final Set<FailureReason> OWN_REASONS =
      EnumSet.of(FailureReason.NOT_ENOUGH_TIME, FailureReason.INTERRUPTED, FailureReason.BUSY);

  /** Reasons that depend on the event, and not only on the buckets. */
  private static final Set<SkipReason> EVENT_SPECIFIC =
      EnumSet.of(SkipReason.REPLICA_NEWER, SkipReason.OWN_COPY, SkipReason.FILTERED);

  private final Function<CopyPlan, @Nullable CopyResult> share;

  private SharedResult(Function<CopyPlan, @Nullable CopyResult> share) {
    this.share = share;
  }

  static SharedResult of(CopyResult result, CopyPlan executed) {
    if (isAboutOneEvent(result)) {
      // The thread that made the copy may belong to another event, so this is the result for its
      // own thread.
      return new SharedResult(plan -> plan.equals(executed) ? result : null);
    }
    SkipReason reason =
        result instanceof CopyResult.NotNeeded notNeeded
            ? notNeeded.reason()
            : SkipReason.SUPERSEDED;
    CopyResult share = new CopyResult.NotNeeded(reason, 0);
    return new SharedResult(plan -> share);
  }

  /** Tells whether a result concerns only one event, and not other events with the same work. */
  static boolean isAboutOneEvent(CopyResult result) {
    return result instanceof CopyResult.NotNeeded notNeeded
        && EVENT_SPECIFIC.contains(notNeeded.reason());
  }

  static SharedResult of(CopyException e) {
    if (OWN_REASONS.contains(e.reason())) {
      return NOT_SHARED;
    }
    return new SharedResult(
        plan -> {
          throw new CopyException(e.reason(), String.valueOf(e.getMessage()), 0, e.getCause())
              .keeping(e.partsKept());
        });
  }

  /**
   * Returns the result, or throws the failure, of a thread that waited.
   *
   * @param plan the plan of that thread
   * @return null if the thread has to try itself
   */
  @Nullable CopyResult share(CopyPlan plan) {
    return share.apply(plan);
  }
}
