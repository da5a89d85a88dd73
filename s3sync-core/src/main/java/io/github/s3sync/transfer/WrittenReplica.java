package io.github.s3sync.transfer;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.S3Calls;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Looks up a replica that was just written, and retries the requests that complete it. */
@Internal
public final class WrittenReplica {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final Duration firstPause;

  public WrittenReplica(S3Calls calls, ReplicaCalls atReplica, Duration firstPause) {
    this.plan = calls.plan();
    this.calls = calls;
    this.atReplica = atReplica;
    this.firstPause = firstPause;
  }

  /**
   * Looks up the replica that was just written. Under a rule that never overwrites, the lookup is
   * repeated until the object is found, because a second copy would find it in its way.
   *
   * @return the answer to HEAD; null if the replica may not be looked up
   * @throws ConditionNotMet if there is no object at the replica's key
   */
  @Nullable HeadObjectResponse written() {
    CopyException[] missing = {null};
    try {
      return inPlace(
          () -> {
            HeadObjectResponse replica = ask();
            if (replica == null) {
              // This reason is retried: a store may show new objects late.
              missing[0] = calls.failure(FailureReason.NO_ANSWER, "nothing is at the key");
              throw missing[0];
            }
            return replica;
          });
    } catch (CopyException e) {
      if (e != missing[0]) {
        return orNull(e);
      }
      throw new ConditionNotMet(
          ConditionNotMet.Condition.REPLICA_CHANGED,
          calls.failure(
              FailureReason.CONFLICT,
              "nothing is at "
                  + plan.replica()
                  + " after the copy: it was deleted, or the store did not copy"));
    }
  }

  /** Returns the exception for an object that was replaced meanwhile. */
  ConditionNotMet replaced(String during) {
    return new ConditionNotMet(
        ConditionNotMet.Condition.REPLICA_CHANGED,
        calls.failure(
            FailureReason.CONFLICT,
            "another object replaced " + plan.replica() + " while " + during));
  }

  /**
   * Returns the object that is now at the replica's key; null if there is none, or if it may not be
   * looked up.
   */
  @Nullable HeadObjectResponse now() {
    try {
      return ask();
    } catch (CopyException e) {
      return orNull(e);
    }
  }

  private @Nullable HeadObjectResponse ask() {
    // HEAD returns checksums only if they are requested.
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
   * Sends a request that completes the replica. Under a rule that never overwrites, a later
   * execution could not repeat the copy, so the request is retried for longer than the client does.
   */
  <T extends @Nullable Object> T inPlace(Supplier<T> request) {
    return plan.rule().options().overwrite()
        ? request.get()
        : new PartRetries(calls.deadline(), firstPause, e -> {}).run(request);
  }
}
