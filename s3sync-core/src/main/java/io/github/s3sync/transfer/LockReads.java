package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.S3Calls;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Reads the lock of an object at the replica's key by {@code GetObjectRetention} and {@code
 * GetObjectLegalHold}. HEAD shows the lock only to principals with the permissions for these
 * requests, and in some stores to nobody.
 */
final class LockReads {

  private final CopyPlan plan;
  private final S3Calls calls;

  LockReads(S3Calls calls) {
    this.plan = calls.plan();
    this.calls = calls;
  }

  /**
   * An object with its lock.
   *
   * @param known whether the lock may be read; if not, an absent lock shows nothing
   */
  record Lock(HeadObjectResponse object, boolean known) {

    private Lock with(UnaryOperator<HeadObjectResponse> property) {
      return new Lock(property.apply(object), known);
    }

    private Lock unknown() {
      return new Lock(object, false);
    }
  }

  /** Returns an object with the lock that HEAD does not show. */
  Lock of(HeadObjectResponse object) {
    return legalHold(retention(new Lock(object, true)));
  }

  private Lock retention(Lock lock) {
    try {
      GetObjectRetentionResponse answer =
          calls.write(
              "GetObjectRetention",
              (client, override) ->
                  client.getObjectRetention(
                      r ->
                          r.bucket(plan.replica().bucket())
                              .key(plan.replica().key())
                              .versionId(lock.object().versionId())
                              .expectedBucketOwner(plan.destination().expectedOwner())
                              .requestPayer(calls.payer())
                              .overrideConfiguration(override)));
      return answer.retention() == null
          ? lock
          : lock.with(
              object ->
                  object.toBuilder()
                      .objectLockMode(answer.retention().modeAsString())
                      .objectLockRetainUntilDate(answer.retention().retainUntilDate())
                      .build());
    } catch (CopyException e) {
      return without(lock, e);
    }
  }

  private Lock legalHold(Lock lock) {
    try {
      GetObjectLegalHoldResponse answer =
          calls.write(
              "GetObjectLegalHold",
              (client, override) ->
                  client.getObjectLegalHold(
                      r ->
                          r.bucket(plan.replica().bucket())
                              .key(plan.replica().key())
                              .versionId(lock.object().versionId())
                              .expectedBucketOwner(plan.destination().expectedOwner())
                              .requestPayer(calls.payer())
                              .overrideConfiguration(override)));
      return answer.legalHold() == null
          ? lock
          : lock.with(
              object ->
                  object.toBuilder()
                      .objectLockLegalHoldStatus(answer.legalHold().statusAsString())
                      .build());
    } catch (CopyException e) {
      return without(lock, e);
    }
  }

  /** Returns the lock after an error: 404 with a code, 400 and 501 mean that there is none. */
  private static Lock without(Lock lock, CopyException e) {
    return switch (e.reason()) {
      case ACCESS_DENIED -> lock.unknown();
      case INVALID_REQUEST, NOT_SUPPORTED -> lock;
      default -> throw e;
    };
  }
}
