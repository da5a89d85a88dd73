package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.Source;
import io.github.s3sync.transfer.Completion;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Looks up the object at the replica's key before a copy that costs more than the lookup: a
 * multipart copy, a copy of a rule with {@code skipEqual}, or a copy that must not overwrite and is
 * a stream or goes to a store other than S3, because some of them ignore {@code If-None-Match}. So
 * a repeated event costs a few requests instead of a copy, and creates no further version in the
 * destination. Events repeat after a duplicate delivery, a redrive, a lost answer to {@code
 * CompleteMultipartUpload}, or a failure at another destination of the rule.
 *
 * <p>The object counts as the replica only if a copy would change nothing, see {@link
 * ReplicaComparison}. The rule's ACL, which cannot be compared, is then set again. If the lookup is
 * not allowed or not conclusive, the copy is made.
 */
final class PresentReplica {

  /** Without permission, or in a store that cannot answer, the copy is made. */
  private static final Set<FailureReason> CANNOT_LOOK =
      EnumSet.of(
          FailureReason.ACCESS_DENIED,
          FailureReason.KMS_KEY,
          FailureReason.NOT_SUPPORTED,
          FailureReason.INVALID_REQUEST);

  private final CopyOptions options;
  private final ReplicaCalls atReplica;
  private final ReplicaComparison comparison;
  private final Completion completion;

  PresentReplica(ReplicaCalls atReplica, ReplicaComparison comparison, Completion completion) {
    this.options = atReplica.plan().rule().options();
    this.atReplica = atReplica;
    this.comparison = comparison;
    this.completion = completion;
  }

  /** Returns why the copy is not needed; null if it must be made. */
  @Nullable SkipReason skipReason(Source source) {
    try {
      HeadObjectResponse replica = atReplica.headWithChecksums();
      if (replica == null) {
        return null;
      }
      if (!options.overwrite()) {
        completion.completeEarlier(source, replica);
        return SkipReason.DESTINATION_EXISTS;
      }
      if (!comparison.isEqual(source, replica)) {
        return null;
      }
      atReplica.giveAcl(options.acl());
      return SkipReason.ALREADY_CURRENT;
    } catch (CopyException e) {
      if (CANNOT_LOOK.contains(e.reason())) {
        return null;
      }
      throw e;
    }
  }
}
