package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.Encryption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Decides whether the upload of a copy in parts that did not end may stay open, so that a later
 * execution resumes it.
 *
 * <p>S3 lists of an open upload its key, its time and its kind of checksum, but neither the
 * metadata that it was begun with nor the source of its parts. That it ends as an equal replica all
 * the same follows from these steps, each enforced by S3 or by a look:
 *
 * <ol>
 *   <li>Only a source with a checksum of the whole, of an algorithm whose parts add up to it, is
 *       copied so. The checksum that the source has <em>now</em> goes with {@code
 *       CompleteMultipartUpload}, with the size, and S3 refuses parts that do not add up to it. So
 *       parts of several states, or of another object, never become a replica; the copy then
 *       restarts with an upload of its own. What is older than the source is not even tried.
 *   <li>Each new part is copied only if the source still has the eTag that belongs to that
 *       checksum, as in any copy.
 *   <li>So the content is equal. The properties are those that the upload was begun with: once it
 *       is completed the replica is looked at, and where it differs from what this try would have
 *       made, because the same bytes were put with other metadata or the rule has changed, the copy
 *       begins anew; until that ends, the replica is what the earlier try would have made of it.
 *       The ACL, which no HEAD shows, is given once more. What is not seen is an ACL, an encryption
 *       or a lock that the rule gave when the upload was begun and that it gives no longer, since
 *       the bucket may give the same by itself, and a change of {@code bucketKey}. Copies are not
 *       resumed where a rule sets Object Lock, which cannot be taken back, where it never
 *       overwrites and so could not put right what it finds, where it is two-way, since another may
 *       bring the replica back in that very moment, or where two sources may have one replica,
 *       since the open upload may be that of the other source, which is being copied.
 *   <li>As after every copy in parts, the source is then looked at again ({@link Convergence}).
 * </ol>
 *
 * <p>Two executions may work on one upload at once. Both copy the same bytes; one completes it, the
 * other finds it gone, looks at the source and at the replica, and finds that they are equal. So an
 * upload that another execution created is never aborted here: it may be alive. If it is not, a
 * later execution resumes it, or the bucket's lifecycle rule removes it.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 *     object integrity: full object checksums of multipart uploads</a>
 */
final class Resumption {

  /** Without the permission to list uploads, or in a store that cannot, each try begins anew. */
  private static final Set<FailureReason> CANNOT_LOOK =
      EnumSet.of(
          FailureReason.ACCESS_DENIED, FailureReason.NOT_SUPPORTED, FailureReason.INVALID_REQUEST);

  /** The rule or the store has to change, and then the upload would be of another kind. */
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

  Resumption(
      CopyPlan plan, ReplicaCalls atReplica, ReplicaProperties properties, OpenUploads uploads) {
    this.plan = plan;
    this.options = plan.rule().options();
    this.atReplica = atReplica;
    this.properties = properties;
    this.uploads = uploads;
  }

  /** The newest upload that can be gone on with; null if there is none. */
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

  /** Whether the rule and the destination allow it; then it depends on the source's checksum. */
  static boolean mayResume(CopyPlan plan) {
    CopyOptions options = plan.rule().options();
    Encryption encryption = options.encryption();
    String kmsKey = encryption == null ? null : encryption.kmsKeyId();
    return options.overwrite()
        && !options.twoWay()
        && !plan.destination().key().mayCollide()
        && options.objectLock() == null
        // HEAD shows the key's ARN only.
        && (kmsKey == null || kmsKey.contains(":key/"));
  }

  /** Returns whether an upload that stops now may be resumed later. */
  boolean isPossible() {
    return possible;
  }

  /**
   * Returns whether an upload that was found is of no use after a failure, and remembers that. What
   * may pass is left to a later attempt. Anything else may be the fault of the upload: its parts
   * are of another object, its KMS key is disabled, or it is listed although it has ended.
   */
  boolean isUseless(OpenUpload found, RuntimeException failure) {
    boolean ended = failure instanceof Unmet u && u.condition() == Unmet.Condition.UPLOAD_GONE;
    boolean refused =
        failure instanceof CopyException e
            && (!e.reason().retryable() || e.reason() == FailureReason.INTEGRITY);
    if (ended || refused) {
      useless.add(found.id());
    }
    // Another execution may have completed it: the source and the replica are looked up first,
    // once.
    return refused || (ended && useless.size() > 1);
  }

  /**
   * Returns whether an upload that this execution created stays open after a failure. An upload
   * that was stopped by something that may pass is resumed; so is one whose permission or key an
   * operator restores, if parts were copied that are worth it. If the source has changed, or the
   * copied content is not that of the source, the parts are of no use.
   */
  boolean mayLeave(Throwable failure, int copiedParts) {
    if (!possible || failure instanceof Unmet) {
      return false;
    }
    if (!(failure instanceof CopyException e)) {
      return true;
    }
    if (e.reason().retryable()) {
      return e.reason() != FailureReason.INTEGRITY;
    }
    // Otherwise each retry would leave one more.
    return e.reason().cause() == FailureReason.Cause.ENVIRONMENT
        && !FINAL.contains(e.reason())
        && copiedParts > 0
        && useless.isEmpty();
  }

  /** Whether a replica that was begun by an earlier try has the properties that this one gives. */
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
    // HEAD counts the tags only for those who may read them.
    return options.tags()
        ? new HashSet<>(wanted).equals(new HashSet<>(atReplica.tags(replica)))
        : atReplica.hasNoTags(replica);
  }

  /** No HEAD shows it, so it is given once more. */
  private boolean giveAcl() {
    atReplica.giveAcl(options.acl());
    return true;
  }
}
