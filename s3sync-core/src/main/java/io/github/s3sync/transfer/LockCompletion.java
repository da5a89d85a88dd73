package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.S3Calls;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/**
 * Locks replicas by {@code PutObjectRetention} and {@code PutObjectLegalHold}, for stores that
 * ignore the headers of Object Lock in the request that creates an object.
 */
@Internal
public final class LockCompletion {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final Clock clock;
  private final LockReads reads;
  private final @Nullable ObjectLock wanted;

  public LockCompletion(S3Calls calls, Clock clock) {
    this.plan = calls.plan();
    this.calls = calls;
    this.clock = clock;
    this.reads = new LockReads(calls);
    this.wanted = plan.rule().options().objectLock();
  }

  /** Sets the retention and the legal hold of the rule if the replica lacks them. */
  void complete(HeadObjectResponse replica, @Nullable String versionId) {
    if (wanted == null) {
      return;
    }
    try {
      if (!ReplicaComparison.isRetainedAsWanted(wanted, replica)) {
        retain(wanted, versionId);
      }
      if (wanted.legalHold() && !isHeld(replica)) {
        hold(versionId);
      }
    } catch (CopyException e) {
      if (e.reason() != FailureReason.INVALID_REQUEST
          && e.reason() != FailureReason.NOT_SUPPORTED) {
        throw e;
      }
      throw failure(": " + e.getMessage(), e);
    }
  }

  private static boolean isHeld(HeadObjectResponse replica) {
    return replica.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
  }

  private void retain(ObjectLock lock, @Nullable String versionId) {
    Instant until = clock.instant().plus(Objects.requireNonNull(lock.retention()));
    calls.write(
        "PutObjectRetention",
        (client, override) ->
            client.putObjectRetention(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .retention(set -> set.mode(lock.mode()).retainUntilDate(until))
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }

  private void hold(@Nullable String versionId) {
    calls.write(
        "PutObjectLegalHold",
        (client, override) ->
            client.putObjectLegalHold(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .legalHold(set -> set.status(ObjectLockLegalHoldStatus.ON))
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }

  /**
   * Fails if the replica is not locked although the store answered that it locked it. If the lock
   * may not be read, that answer is trusted.
   *
   * @param replica the replica, looked up after {@link #complete}
   */
  void require(HeadObjectResponse replica) {
    if (wanted == null || isLocked(wanted, replica)) {
      return;
    }
    LockReads.Lock read = reads.of(replica);
    if (read.known() && !isLocked(wanted, read.object())) {
      throw failure("", null);
    }
  }

  /** Tells whether a replica has the lock of the rule; true if the rule sets none. */
  boolean isComplete(HeadObjectResponse replica) {
    return wanted == null || isLocked(wanted, replica);
  }

  /**
   * Tells whether an object has neither retention nor legal hold. False also if the lock may not be
   * read.
   */
  boolean isUnlocked(HeadObjectResponse object) {
    if (!showsNoLock(object)) {
      return false;
    }
    LockReads.Lock read = reads.of(object);
    return read.known() && showsNoLock(read.object());
  }

  private static boolean showsNoLock(HeadObjectResponse object) {
    return object.objectLockModeAsString() == null && !isHeld(object);
  }

  private static boolean isLocked(ObjectLock lock, HeadObjectResponse replica) {
    return ReplicaComparison.isRetainedAsWanted(lock, replica)
        && (!lock.legalHold() || isHeld(replica));
  }

  private CopyException failure(String detail, @Nullable CopyException cause) {
    return new CopyException(
        FailureReason.NOT_SUPPORTED,
        plan.replica()
            + " was copied, but the store did not lock it as objectLock of the rule asks for"
            + detail
            + ". Leave objectLock out of the rule, and use a default retention of the bucket; or"
            + " use a store that locks objects",
        calls.count(),
        cause);
  }
}
