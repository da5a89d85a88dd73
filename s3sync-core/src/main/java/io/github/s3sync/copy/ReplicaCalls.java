package io.github.s3sync.copy;

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

/** The requests about what stands at the replica's key, other than those that copy to it. */
final class ReplicaCalls {

  private static final int NO_CONTENT = 204;

  /** An object that must not be read, or cannot be, may show its properties all the same. */
  private static final Set<FailureReason> WITHOUT_CHECKSUMS =
      EnumSet.of(FailureReason.ACCESS_DENIED, FailureReason.KMS_KEY, FailureReason.SOURCE_ARCHIVED);

  private final CopyPlan plan;
  private final S3Calls calls;

  ReplicaCalls(CopyPlan plan, S3Calls calls) {
    this.plan = plan;
    this.calls = calls;
  }

  /** The replica as it is now, or null if there is none. */
  @Nullable HeadObjectResponse head() {
    return head(plan.rule().options().twoWay());
  }

  /**
   * The replica as it is now, with its checksums if they may be seen, or null if there is none. Of
   * an object that is encrypted with KMS, S3 shows checksums only to those who may decrypt it. It
   * refuses others, and all callers while the key is disabled.
   */
  @Nullable HeadObjectResponse headWithChecksums() {
    try {
      return head(true);
    } catch (CopyException e) {
      if (!WITHOUT_CHECKSUMS.contains(e.reason())) {
        throw e;
      }
      return head(false);
    }
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
    } catch (Unmet e) {
      calls.requireGone("HeadObject " + plan.replica(), e);
      return null;
    }
  }

  /**
   * Whether a refusal of {@code If-None-Match} may be believed. A store may answer 412 because of
   * another condition, or one that it misreads: then nothing is there, and nothing was copied. If
   * the replica may not be looked at, the answer is taken as it is.
   */
  boolean confirmsThatSomethingExists(Unmet e) {
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

  /** The replica's tags. */
  List<Tag> tags(HeadObjectResponse replica) {
    return new TagReads(calls.traits())
        .of(
            calls,
            calls.destination(),
            plan.replica(),
            replica,
            () ->
                calls.write(
                    "GetObjectTagging",
                    (client, with) ->
                        client.getObjectTagging(
                            r ->
                                r.bucket(plan.replica().bucket())
                                    .key(plan.replica().key())
                                    .expectedBucketOwner(plan.destination().expectedOwner())
                                    .requestPayer(calls.payer())
                                    .overrideConfiguration(with))));
  }

  /**
   * Returns whether an object at the replica's key has no tags. S3 counts them for those who may
   * read them; the silence of another store tells nothing, so that it is asked.
   */
  boolean hasNoTags(HeadObjectResponse replica) {
    Integer count = replica.tagCount();
    if (count == null && !calls.isToAws()) {
      return tags(replica).isEmpty();
    }
    return count == null || count == 0;
  }

  /**
   * Replaces the replica's tags.
   *
   * @param versionId which version of it; the current one if null. S3 asks for a permission of its
   *     own, {@code s3:PutObjectVersionTagging}, if one is named
   */
  void putTags(List<Tag> tags, @Nullable String versionId) {
    calls.write(
        "PutObjectTagging",
        (client, with) ->
            client.putObjectTagging(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .tagging(set -> set.tagSet(tags))
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(with)));
  }

  /**
   * Gives the replica a canned ACL, where there is one to give and the bucket has ACLs: no HEAD
   * shows which one it has.
   */
  void giveAcl(@Nullable String acl) {
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
        (client, with) ->
            client.putObjectAcl(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .acl(acl)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(with)));
  }

  /**
   * Deletes what stands at the replica's key. A version is never named, so that in a bucket with
   * versions S3 puts a delete marker and destroys none.
   *
   * @return the delete marker's version; null if there is none
   */
  @Nullable String delete() {
    S3Client client = calls.destination();
    DeleteObjectResponse answer;
    try {
      answer =
          calls.ask(
              () -> "DeleteObject " + plan.replica(),
              with ->
                  client.deleteObject(
                      r ->
                          r.bucket(plan.replica().bucket())
                              .key(plan.replica().key())
                              .expectedBucketOwner(plan.destination().expectedOwner())
                              .requestPayer(calls.payer())
                              .overrideConfiguration(with)));
    } catch (Unmet e) {
      // S3 deletes what is not there without a word; other stores say that it is not.
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
   * Deletes what this execution has created.
   *
   * @param versionId its version; null where there are none
   */
  void deleteCreated(@Nullable String versionId) {
    calls.tidy(
        (client, with) ->
            client.deleteObject(
                r ->
                    r.bucket(plan.replica().bucket())
                        .key(plan.replica().key())
                        .versionId(versionId)
                        .expectedBucketOwner(plan.destination().expectedOwner())
                        .requestPayer(calls.payer())
                        .overrideConfiguration(with)));
  }

  /** Only a 204 is S3's word that it has deleted. */
  private void confirmDelete() {
    if (head() != null) {
      throw calls.failure(
          FailureReason.CONFLICT,
          "DeleteObject "
              + plan.replica()
              + " was answered, but not by 204, and it is still there");
    }
  }
}
