package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.ErrorCodes;
import io.github.s3sync.event.VersionId;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Handles a replica that differs from the request. A later copy replaces it. Only if the rule never
 * overwrites, it is deleted, so that a later attempt copies again and does not mistake it for the
 * object of another writer.
 */
final class WrongReplica {

  private static final Logger log = LoggerFactory.getLogger(WrongReplica.class);

  private static final String UNKNOWN =
      "; it was not deleted, because the store's answer has no eTag that identifies it, and a rule"
          + " with 'overwrite': false never replaces it: delete it";

  private final CopyPlan plan;
  private final ReplicaCalls atReplica;

  WrongReplica(ReplicaCalls atReplica) {
    this.plan = atReplica.plan();
    this.atReplica = atReplica;
  }

  /**
   * Deletes the replica if necessary, and returns the failure to throw.
   *
   * @param replica the object that is now at the replica's key
   */
  CopyException failure(CopyException problem, WriteResult written, HeadObjectResponse replica) {
    if (plan.rule().options().overwrite() || isAnother(replica, written)) {
      return problem;
    }
    return new CopyException(
        problem.reason(),
        problem.getMessage() + (isThat(replica, written) ? delete(written) : UNKNOWN),
        problem.requests(),
        problem.getCause());
  }

  /** Tells whether an object is not the one that was written; false if this is unknown. */
  static boolean isAnother(HeadObjectResponse object, WriteResult written) {
    return !written.eTag().isEmpty() && !isThat(object, written);
  }

  /** Tells whether an object is the one that was written, as far as both answers show. */
  private static boolean isThat(HeadObjectResponse object, WriteResult written) {
    String shown = VersionId.orNull(object.versionId());
    return object.eTag() != null
        && Source.unquoted(object.eTag()).equals(written.eTag())
        && (written.versionId() == null || shown == null || written.versionId().equals(shown));
  }

  /** Deletes the wrong replica that this execution created; returns what to add to the message. */
  private String delete(WriteResult written) {
    try {
      deleteCreated(written.versionId());
      return "; it was deleted";
    } catch (SdkException e) {
      log.atWarn()
          .addKeyValue("replica", plan.replica())
          .log(
              "a wrong replica could not be deleted: delete it, because a rule with 'overwrite':"
                  + " false never replaces it: {}",
              e.getMessage());
      return "; it could not be deleted, and a rule with 'overwrite': false never replaces it";
    }
  }

  /**
   * Deletes the created version. Without the permission to delete a version, a delete marker hides
   * it.
   */
  private void deleteCreated(@Nullable String versionId) {
    try {
      atReplica.deleteCreated(versionId);
    } catch (S3Exception e) {
      if (versionId == null || ErrorCodes.reason(e) != FailureReason.ACCESS_DENIED) {
        throw e;
      }
      atReplica.deleteCreated(null);
    }
  }
}
