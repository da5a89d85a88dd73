package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import io.github.s3sync.transfer.Completion;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Re-checks the source after a write or delete. */
final class Recheck {

  /** The number of lookups of a re-check. The client also retries each single request. */
  private static final int MAX_LOOKUPS = 3;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final StepChoices choices;
  private final Completion completion;
  private final LongSupplier nanoTime;
  private boolean differedBefore;

  Recheck(
      S3Calls calls,
      ReplicaCalls atReplica,
      StepChoices choices,
      Completion completion,
      LongSupplier nanoTime) {
    this.plan = calls.plan();
    this.calls = calls;
    this.atReplica = atReplica;
    this.choices = choices;
    this.completion = completion;
    this.nanoTime = nanoTime;
  }

  /**
   * Tells whether the source must be re-checked.
   *
   * @param roundBegan the reading of the monotonic clock before the write
   */
  boolean isNeeded(WriteResult written, long roundBegan) {
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - roundBegan);
    boolean quick = took.compareTo(plan.rule().options().recheckAfter()) < 0;
    return choices.mustRecheck(quick, written.parts() > 0 || completion.wroteLater());
  }

  /**
   * Looks up the source after a write. Under a two-way rule, other processes may meanwhile take our
   * write for a user's. So the lookup is retried here, before this execution fails and the re-check
   * is left to the next one.
   */
  @Nullable Source lookup() {
    for (int attempt = 1; ; attempt++) {
      try {
        return calls.head();
      } catch (CopyException e) {
        boolean mayPass =
            switch (e.reason()) {
              case THROTTLED, SERVICE_ERROR, NO_ANSWER -> true;
              default -> false;
            };
        if (!choices.isTwoWay() || !mayPass || attempt == MAX_LOOKUPS) {
          throw e;
        }
      }
    }
  }

  /**
   * Tells whether the written replica corresponds to the source that the re-check found. The eTag
   * and the time do not prove it: the same content may have been put again with other properties
   * within the same second. So versions are compared, or else properties.
   */
  boolean isCopied(Source now, Source source, WriteResult written) {
    if (!now.sameWrite(source)) {
      return false;
    }
    if (now.versionId() != null && written.sourceVersionId() != null) {
      return now.versionId().equals(written.sourceVersionId());
    }
    try {
      // A replica that is not copied by one request within S3 has the properties that HEAD
      // reported. A copy in one request counts as correct after one repetition: a store that alters
      // properties would do so again.
      boolean asLooked =
          choices.streams() || written.parts() > 0 || choices.isTwoWay() || differedBefore;
      HeadObjectResponse copied = asLooked ? source.head() : atReplica.head();
      differedBefore = copied == null || !now.hasPropertiesOf(copied);
      return !differedBefore;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        // A principal that may write replicas may not be allowed to read them; then eTag and time
        // must suffice.
        return true;
      }
      throw e;
    }
  }
}
