package io.github.s3sync.copy;

import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a copy that one thread made is worth to the others who waited for it. */
final class Ending {

  /** Nothing: it ended for a reason that was its thread's own, or that nobody foresaw. */
  static final Ending OWN = new Ending(null);

  private static final Set<FailureReason> OWN_REASONS =
      EnumSet.of(FailureReason.NOT_ENOUGH_TIME, FailureReason.INTERRUPTED, FailureReason.BUSY);

  private final @Nullable Supplier<CopyResult> share;

  private Ending(@Nullable Supplier<CopyResult> share) {
    this.share = share;
  }

  static Ending of(CopyResult result) {
    if (result instanceof CopyResult.NotNeeded notNeeded
        && (notNeeded.reason() == SkipReason.REPLICA_NEWER
            || notNeeded.reason() == SkipReason.OWN_COPY)) {
      return OWN; // It is about the event of that thread.
    }
    SkipReason reason =
        result instanceof CopyResult.NotNeeded notNeeded
            ? notNeeded.reason()
            : SkipReason.SUPERSEDED;
    CopyResult share = new CopyResult.NotNeeded(reason, 0);
    return new Ending(() -> share);
  }

  static Ending of(CopyException e) {
    if (OWN_REASONS.contains(e.reason())) {
      return OWN;
    }
    return new Ending(
        () -> {
          throw new CopyException(e.reason(), String.valueOf(e.getMessage()), 0, e.getCause());
        });
  }

  /** Gives the result, or throws the failure, of those who made no request; null if it is OWN. */
  @Nullable CopyResult share() {
    return share == null ? null : share.get();
  }
}
