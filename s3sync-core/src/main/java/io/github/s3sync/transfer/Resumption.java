package io.github.s3sync.transfer;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.Source;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Decides whether the upload of an incomplete multipart copy may be left unfinished, so that a
 * later execution resumes it.
 *
 * <p>For an unfinished upload, S3 lists the key, the time and the checksum type, but neither its
 * metadata nor the source of its parts. Nevertheless the result is an equal replica. This follows
 * from the following steps, each enforced by S3 or by a lookup:
 *
 * <ol>
 *   <li>Only a source with a full checksum that can be combined from parts is copied this way.
 *       {@code CompleteMultipartUpload} sends the <em>current</em> checksum and size of the source,
 *       and S3 rejects parts that do not match. So parts of several states, or of another object,
 *       never become a replica; the copy then restarts with a new upload. An upload that is older
 *       than the source is not tried at all.
 *   <li>Each new part is copied only if the source still has the eTag that belongs to that
 *       checksum, as in any copy.
 *   <li>So the content is equal. The properties are those with which the upload was created. After
 *       completion, the replica is looked up. If it differs from the result of this attempt,
 *       because the same bytes were put with other metadata or the rule has changed, the copy
 *       restarts. Until it ends, the replica has the properties of the earlier attempt. The ACL,
 *       which HEAD does not show, is set again. Some changes are not detected: an ACL, an
 *       encryption or a lock that the rule set when the upload was created and no longer sets,
 *       because the bucket may set the same by default; and a change of {@code bucketKey}. A copy
 *       is not resumed in the following cases. The rule sets Object Lock, which cannot be removed.
 *       The rule never overwrites, and so could not correct the replica. The rule is two-way, so
 *       another process may copy the replica back at that moment. Or two sources may have the same
 *       replica, so the upload may belong to the other source, which is being copied.
 *   <li>As after every multipart copy, the source is then re-checked ({@code Convergence}).
 * </ol>
 *
 * <p>Two executions may use the same upload at the same time. Both copy the same bytes; one
 * completes the upload, the other finds it gone, looks up the source and the replica, and finds
 * them equal. So an upload that another execution created is never aborted here, because it may be
 * in use. If it is not, a later execution resumes it, or the bucket's lifecycle rule removes it.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 *     object integrity: full object checksums of multipart uploads</a>
 */
@Internal
public final class Resumption {

  /**
   * Without the permission to list uploads, or in a store that cannot list them, each attempt
   * restarts the copy.
   */
  private static final Set<FailureReason> CANNOT_LOOK =
      EnumSet.of(
          FailureReason.ACCESS_DENIED, FailureReason.NOT_SUPPORTED, FailureReason.INVALID_REQUEST);

  /**
   * Failures that need a change of the rule or the store, after which the upload would no longer
   * match.
   */
  private static final Set<FailureReason> FINAL =
      EnumSet.of(
          FailureReason.NOT_SUPPORTED, FailureReason.INVALID_REQUEST, FailureReason.QUOTA_EXCEEDED);

  private final CopyPlan plan;
  private final CopyOptions options;
  private final ReplicaCalls atReplica;
  private final ReplicaProperties properties;
  private final OpenUploads uploads;
  private final Set<String> useless = new HashSet<>();
  private boolean possible;

  Resumption(ReplicaCalls atReplica, ReplicaProperties properties, OpenUploads uploads) {
    this.plan = atReplica.plan();
    this.options = plan.rule().options();
    this.atReplica = atReplica;
    this.properties = properties;
    this.uploads = uploads;
  }

  /** Returns the newest upload that can be resumed; null if there is none. */
  @Nullable OpenUpload find(HeadObjectResponse head, PartLayout layout) {
    possible = isSafe(head);
    if (!possible) {
      return null;
    }
    try {
      return uploads.find(head, layout, properties.checksum(head), useless);
    } catch (CopyException e) {
      possible = !CANNOT_LOOK.contains(e.reason());
      if (possible) {
        throw e;
      }
      return null;
    }
  }

  private boolean isSafe(HeadObjectResponse head) {
    return properties.wholeChecksum(head) != null && mayResume(plan);
  }

  /**
   * Tells whether the rule and the destination allow resumption; it then depends on the source's
   * checksum.
   */
  public static boolean mayResume(CopyPlan plan) {
    CopyOptions options = plan.rule().options();
    Encryption encryption = options.encryption();
    String kmsKey = encryption == null ? null : encryption.kmsKeyId();
    return options.overwrite()
        && !options.twoWay()
        && !plan.destination().key().mayCollide()
        && options.objectLock() == null
        // HEAD shows only the key's ARN.
        && (kmsKey == null || kmsKey.contains(":key/"));
  }

  /** Tells whether an upload that stops now may be resumed later. */
  boolean isPossible() {
    return possible;
  }

  /**
   * Tells whether an upload that was found is useless after a failure, and remembers it. A
   * retryable failure is left to a later attempt. Any other failure may be caused by the upload:
   * its parts belong to another object, its KMS key is disabled, or it is listed although it has
   * ended.
   */
  boolean isUseless(OpenUpload found, RuntimeException failure) {
    boolean ended =
        failure instanceof ConditionNotMet u
            && u.condition() == ConditionNotMet.Condition.UPLOAD_GONE;
    boolean refused =
        failure instanceof CopyException e
            && (!e.reason().retryable() || e.reason() == FailureReason.INTEGRITY);
    if (ended || refused) {
      useless.add(found.id());
    }
    // Another execution may have completed it, so the source and the replica are first looked up
    // once.
    return refused || (ended && useless.size() > 1);
  }

  /**
   * Tells whether an upload that this execution created is left unfinished after a failure. It is
   * resumed after a retryable failure. It is also resumed after an operator has restored a
   * permission or key, if enough parts were copied. If the source has changed, or if the copied
   * content is not that of the source, the parts are useless.
   */
  boolean mayLeave(Throwable failure, int copiedParts) {
    if (!possible || failure instanceof ConditionNotMet) {
      return false;
    }
    if (!(failure instanceof CopyException e)) {
      return true;
    }
    if (e.reason().retryable()) {
      return e.reason() != FailureReason.INTEGRITY;
    }
    // Otherwise each retry would leave one more upload.
    return e.reason().cause() == FailureReason.Cause.ENVIRONMENT
        && !FINAL.contains(e.reason())
        && copiedParts > 0
        && useless.isEmpty();
  }

  /** Tells whether a replica that an earlier attempt started has the properties of this attempt. */
  boolean isAsWanted(Source source, List<Tag> tags) {
    try {
      HeadObjectResponse replica = atReplica.head();
      return replica != null
          && source.hasPropertiesOf(replica, properties.text())
          && ReplicaComparison.isEncryptedAsWanted(options.encryption(), replica)
          && isStoredAsWanted(source, replica)
          && hasTags(replica, tags)
          && giveAcl();
    } catch (CopyException e) {
      if (CANNOT_LOOK.contains(e.reason())) {
        return false;
      }
      throw e;
    }
  }

  private boolean isStoredAsWanted(Source source, HeadObjectResponse replica) {
    String wanted = ReplicaComparison.storageClass(properties.storageClass(source.head()));
    return wanted.equals(ReplicaComparison.storageClass(replica.storageClassAsString()))
        && Objects.equals(
            properties.websiteRedirect(source.head()), replica.websiteRedirectLocation());
  }

  private boolean hasTags(HeadObjectResponse replica, List<Tag> wanted) {
    // HEAD shows the number of tags only to principals that may read them.
    return options.tags()
        ? new HashSet<>(wanted).equals(new HashSet<>(atReplica.tags(replica)))
        : atReplica.hasNoTags(replica);
  }

  /** Sets the ACL again, because HEAD does not show it. */
  private boolean giveAcl() {
    atReplica.giveAcl(options.acl());
    return true;
  }
}
