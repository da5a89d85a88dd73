package io.github.s3sync.transfer;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Checks that the content of a replica that was just created is one state of its source, in stores
 * other than S3. They may ignore the condition on the source, or the range of a part.
 */
final class ReplicaContent {

  private final CopyPlan plan;
  private final CopyOptions options;
  private final S3Calls calls;
  private final WrongReplica wrong;

  ReplicaContent(S3Calls calls, WrongReplica wrong) {
    this.plan = calls.plan();
    this.options = plan.rule().options();
    this.calls = calls;
    this.wrong = wrong;
  }

  /** Fails if the size differs, unless the source has changed: a store may ignore the condition. */
  void requireSize(@Nullable HeadObjectResponse replica, WriteResult written, Source source) {
    if (replica == null
        || replica.contentLength() == null
        || replica.contentLength() == source.sizeBytes()) {
      return;
    }
    CopyException problem =
        calls.failure(
            FailureReason.INTEGRITY,
            plan.replica()
                + " has "
                + replica.contentLength()
                + " bytes after the copy, expected the "
                + source.sizeBytes()
                + " of "
                + plan.source());
    requireUnchanged(source, problem, written, replica);
    throw wrong.failure(problem, written, replica);
  }

  /**
   * Fails if the source changed during a copy in parts inside a store, which may ignore the
   * condition of each part and mix two states. Rules that overwrite re-check the source anyway, and
   * copy again.
   */
  void requireOneState(@Nullable HeadObjectResponse replica, WriteResult created, Source source) {
    if (created.parts() == 0 || options.overwrite() || options.transfer() == TransferMode.STREAM) {
      return;
    }
    Source now = calls.head();
    if (now != null && now.sameContent(source)) {
      return;
    }
    CopyException problem =
        calls.failure(
            FailureReason.CONFLICT,
            plan.source() + " changed while it was copied to " + plan.replica() + " in parts");
    if (replica == null) {
      throw problem;
    }
    throw new ConditionNotMet(
        ConditionNotMet.Condition.SOURCE_CHANGED, wrong.failure(problem, created, replica));
  }

  /** The next round could not replace a wrong replica under a rule that never overwrites. */
  void requireUnchanged(
      Source source, CopyException problem, WriteResult written, HeadObjectResponse replica) {
    Source now = calls.head();
    HeadObjectResponse head = source.head();
    boolean unchanged =
        now != null && now.sameWrite(source) && (head == null || now.hasPropertiesOf(head));
    if (!unchanged) {
      throw new ConditionNotMet(
          ConditionNotMet.Condition.SOURCE_CHANGED, wrong.failure(problem, written, replica));
    }
  }
}
