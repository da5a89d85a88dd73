package io.github.s3sync.request;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.event.VersionId;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Sends the requests for the object at the replica's key, except those that copy to it. */
@Internal
public final class ReplicaCalls {

  private static final int NO_CONTENT = 204;

  /**
   * The errors after which properties are requested without checksums: an object that may not or
   * cannot be read may still report its properties.
   */
  private static final Set<FailureReason> WITHOUT_CHECKSUMS =
      EnumSet.of(FailureReason.ACCESS_DENIED, FailureReason.KMS_KEY, FailureReason.SOURCE_ARCHIVED);

  private final CopyPlan plan;
  private final S3Calls calls;
  private boolean hidesChecksums;

  public ReplicaCalls(S3Calls calls) {
    this.plan = calls.plan();
    this.calls = calls;
  }

  /** Returns the copy to which the requests belong. */
  public CopyPlan plan() {
    return plan;
  }

  /** Looks up the replica; returns null if there is none. */
  public @Nullable HeadObjectResponse head() {
    return head(plan.rule().options().twoWay());
  }

  /**
   * Looks up the replica with its checksums if they may be read; returns null if there is none. S3
   * reports the checksums of an object that is encrypted with KMS only to principals that may
   * decrypt it. It rejects other principals, and all callers while the key is disabled.
   */
  public @Nullable HeadObjectResponse headWithChecksums() {
    try {
      return head(true);
    } catch (CopyException e) {
      if (!WITHOUT_CHECKSUMS.contains(e.reason())) {
        throw e;
      }
      hidesChecksums = true;
      return head(false);
    }
  }

  /** Tells whether a lookup was refused with checksums, so that absent ones show nothing. */
  public boolean hidesChecksums() {
    return hidesChecksums;
  }

  private @Nullable HeadObjectResponse head(boolean checksums) {
    S3Client client = calls.destination();
    try {
      return ObjectHead.of(
          calls,
          client,
          HeadObjectRequest.builder()
              .bucket(plan.replica().bucket())
              .key(plan.replica().key())
              .checksumMode(checksums ? ChecksumMode.ENABLED : null)
              .expectedBucketOwner(plan.destination().expectedOwner())
              .requestPayer(calls.payer())
              .build());
    } catch (ConditionNotMet e) {
      calls.requireGone("HeadObject " + plan.replica(), e);
      return null;
    }
  }

  /**
   * Tells whether an object exists after {@code If-None-Match} was not met. A store may answer 412
   * because of another condition, or because it misinterprets one: then no object exists, and
   * nothing was copied. If the replica may not be looked up, the answer is trusted.
   */
  public boolean confirmsThatSomethingExists(ConditionNotMet e) {
    if (Conditions.isNoneMatch(e)) {
      return true;
    }
    try {
      return head() != null;
    } catch (CopyException refused) {
      if (refused.reason() == FailureReason.ACCESS_DENIED) {
        return true;
      }
      throw refused;
    }
  }

  /** Returns the replica's tags. */
  public List<Tag> tags(HeadObjectResponse replica) {
    return new TagReads(calls.traits())
        .of(
            calls,
            calls.destination(),
            plan.replica(),
            replica,
            () ->
                calls.write(
                    "GetObjectTagging",
                    (client, override) ->
                        client.getObjectTagging(
                            r ->
                                r.bucket(plan.replica().bucket())
                                    .key(plan.replica().key())
                                    .expectedBucketOwner(plan.destination().expectedOwner())
                                    .requestPayer(calls.payer())
                                    .overrideConfiguration(override))));
  }

  /**
   * Tells whether the object at the replica's key has no tags. S3 counts tags for principals that
   * may read them. If another store reports no number, the tags are read.
   */
  public boolean hasNoTags(HeadObjectResponse replica) {
    Integer count = replica.tagCount();
    if (count == null && !calls.isToAws()) {
      return tags(replica).isEmpty();
    }
    return count == null || count == 0;
  }

  /**
   * Replaces the replica's tags.
   *
   * @param versionId the version; null for the current one. If a version is named, S3 requires the
   *     separate permission {@code s3:PutObjectVersionTagging}
   */
  public void putTags(List<Tag> tags, @Nullable String versionId) {
    if (tags.isEmpty()) {
      deleteTags(versionId); // some stores refuse an empty set
      return;
    }
    calls.write(
        "PutObjectTagging",
        (client, override) ->
            client.putObjectTagging(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .tagging(set -> set.tagSet(tags))
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }

  private void deleteTags(@Nullable String versionId) {
    calls.write(
        "DeleteObjectTagging",
        (client, override) ->
            client.deleteObjectTagging(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .overrideConfiguration(override)));
  }

  /**
   * Sets the canned ACL of the replica, if the rule has one and the bucket has ACLs enabled: HEAD
   * does not show the current one.
   */
  public void giveAcl(@Nullable String acl) {
    if (acl == null) {
      return;
    }
    try {
      putAcl(acl);
    } catch (CopyException e) {
      if (e.reason() != FailureReason.ACLS_DISABLED) {
        throw e;
      }
    }
  }

  private void putAcl(String acl) {
    calls.write(
        "PutObjectAcl",
        (client, override) ->
            client.putObjectAcl(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .acl(acl)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }

  /**
   * Deletes the object at the replica's key. No version is named, so in a versioned bucket S3 adds
   * a delete marker and destroys no version.
   *
   * @return the version of the delete marker; null if there is none
   */
  public @Nullable String delete() {
    S3Client client = calls.destination();
    DeleteObjectResponse answer;
    try {
      answer =
          calls.ask(
              () -> "DeleteObject " + plan.replica(),
              override ->
                  client.deleteObject(
                      r ->
                          r.bucket(plan.replica().bucket())
                              .key(plan.replica().key())
                              .expectedBucketOwner(plan.destination().expectedOwner())
                              .requestPayer(calls.payer())
                              .overrideConfiguration(override)));
    } catch (ConditionNotMet e) {
      // S3 silently accepts the deletion of a missing object; other stores report that it is
      // missing.
      calls.requireGone("DeleteObject " + plan.replica(), e);
      confirmDelete();
      return null;
    }
    if (answer.sdkHttpResponse() != null && answer.sdkHttpResponse().statusCode() != NO_CONTENT) {
      confirmDelete();
    }
    return VersionId.orNull(answer.versionId());
  }

  /**
   * Deletes the object that this execution has created.
   *
   * @param versionId the version; null in a bucket without versions
   */
  public void deleteCreated(@Nullable String versionId) {
    calls.cleanUp(
        (client, override) ->
            client.deleteObject(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(override)));
  }

  /** Checks the delete: only a 204 confirms it. */
  private void confirmDelete() {
    if (head() != null) {
      throw calls.failure(
          FailureReason.CONFLICT,
          "DeleteObject "
              + plan.replica()
              + " was not answered with 204, and the object still exists");
    }
  }
}
