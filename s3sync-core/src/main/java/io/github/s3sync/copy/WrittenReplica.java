package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Looks up a replica that was just written, and repeats what completes it where that is needed. */
final class WrittenReplica {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final Duration firstPause;

  WrittenReplica(CopyPlan plan, S3Calls calls, ReplicaCalls atReplica, Duration firstPause) {
    this.plan = plan;
    this.calls = calls;
    this.atReplica = atReplica;
    this.firstPause = firstPause;
  }

  /**
   * Looks up the replica that was just written.
   *
   * @return null if it must not be looked up
   * @throws ConditionNotMet if nothing is there
   */
  @Nullable HeadObjectResponse written() {
    return inPlace(
        () -> {
          try {
            HeadObjectResponse replica = ask();
            if (replica == null) {
              throw new ConditionNotMet(
                  ConditionNotMet.Condition.REPLICA_CHANGED,
                  calls.failure(
                      FailureReason.CONFLICT,
                      "nothing is at "
                          + plan.replica()
                          + " after the copy: it was deleted, or the store did not copy"));
            }
            return replica;
          } catch (CopyException e) {
            return orNull(e);
          }
        });
  }

  /** Returns what is at the replica's key now; null if nothing is or it must not be looked up. */
  @Nullable HeadObjectResponse now() {
    try {
      return ask();
    } catch (CopyException e) {
      return orNull(e);
    }
  }

  private @Nullable HeadObjectResponse ask() {
    // HEAD shows checksums only to those who ask for them.
    return plan.rule().options().checksumAlgorithm() == null
        ? atReplica.head()
        : atReplica.headWithChecksums();
  }

  private static @Nullable HeadObjectResponse orNull(CopyException e) {
    if (e.reason() == FailureReason.ACCESS_DENIED) {
      return null;
    }
    throw e;
  }

  /**
   * Where nothing may be overwritten, a later execution could not repeat the copy, so that a
   * request that completes it is retried for longer than by the client.
   */
  <T extends @Nullable Object> T inPlace(Supplier<T> request) {
    return plan.rule().options().overwrite()
        ? request.get()
        : new PartRetries(calls.deadline(), firstPause, e -> {}).run(request);
  }
}
