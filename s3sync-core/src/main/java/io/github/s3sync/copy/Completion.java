package io.github.s3sync.copy;

import io.github.s3sync.event.VersionId;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Makes sure that a replica that was just created has all requested properties. S3 itself
 * guarantees this. In other stores the replica is looked up: some ignore the tags of a request that
 * creates an object, and none can be asked to check the size.
 *
 * <p>Tags that do not fit into a header are set right after the creation. If a copy stops before
 * that, its event is not acknowledged, and the next attempt copies again. A rule that never
 * overwrites cannot copy again. For such rules, the requests that complete a replica are retried in
 * place, a wrong replica is deleted, and the next attempt sets missing tags.
 */
final class Completion {

  /**
   * The size that fits into a header in every store together with 2 KiB of metadata. S3's limit for
   * all headers is 8 KiB.
   */
  static final int MAX_TAGGING_BYTES = 2048;

  private static final Logger log = LoggerFactory.getLogger(Completion.class);

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final Duration firstPause;
  private boolean wroteLater;

  Completion(CopyPlan plan, S3Calls calls, ReplicaCalls atReplica, Duration firstPause) {
    this.plan = plan;
    this.calls = calls;
    this.atReplica = atReplica;
    this.firstPause = firstPause;
  }

  /** Returns the tags for the request that creates the replica: all or none. */
  List<Tag> atCreation(List<Tag> tags) {
    // A later attempt of a rule that never overwrites could not set tags that this attempt omitted.
    boolean mayWait = plan.rule().options().overwrite();
    return mayWait && taggingBytes(tags) > MAX_TAGGING_BYTES ? List.of() : tags;
  }

  /**
   * Looks up the replica if necessary, and sets missing tags.
   *
   * @param written the replica that was created
   * @param tags all tags of the source
   * @throws ConditionNotMet if another object has replaced the replica
   */
  void complete(WriteResult written, long sizeBytes, List<Tag> tags) {
    boolean sent = atCreation(tags).size() == tags.size();
    HeadObjectResponse replica = null;
    if (!calls.isToAws() && (written.parts() > 0 || !tags.isEmpty())) {
      replica = inPlace(this::look);
      requireSize(replica, written, sizeBytes);
    }
    if (tags.isEmpty() || (sent && (calls.isToAws() || hasAll(replica, tags)))) {
      return;
    }
    setTags(tags, written.eTag(), written.versionId());
    wroteLater = true;
  }

  /**
   * Sets the tags of an existing object under a rule that never overwrites, if it may be a replica
   * that an earlier execution left without tags: it has the source's content and no tags. S3 itself
   * creates replicas with their tags.
   */
  void completeEarlier(Source source) {
    if (mayLackTags()) {
      completeEarlier(source, look());
    }
  }

  /** Does the same for a replica that was just looked up. */
  void completeEarlier(Source source, @Nullable HeadObjectResponse replica) {
    HeadObjectResponse head = source.head();
    if (!mayLackTags() || head == null || replica == null) {
      return;
    }
    requireETag(replica);
    if (!mayBeReplica(source, head, replica)) {
      return;
    }
    try {
      List<Tag> tags = calls.tags(head);
      if (!tags.isEmpty() && hasNoTags(replica)) {
        setTags(tags, Source.unquoted(replica.eTag()), VersionId.orNull(replica.versionId()));
      }
    } catch (ConditionNotMet e) {
      throw new CopyException(
          FailureReason.CONFLICT,
          plan.source() + " or " + plan.replica() + " changed while their tags were compared",
          calls.count(),
          e.getCause());
    }
  }

  private boolean mayLackTags() {
    return !calls.isToAws() && plan.rule().options().tags();
  }

  private static boolean mayBeReplica(
      Source source, HeadObjectResponse head, HeadObjectResponse replica) {
    return SameContent.isCertain(head, replica)
        || (SameContent.isUnknown(head, replica) && source.hasPropertiesOf(replica));
  }

  /**
   * Tells whether the replica has no tags. If the tags may not be read, they are never replaced.
   */
  private boolean hasNoTags(HeadObjectResponse replica) {
    try {
      return atReplica.tags(replica).isEmpty();
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Sets tags on the version that was written. Without a version, it checks afterwards that the
   * object was the written one.
   */
  private void setTags(List<Tag> tags, String eTag, @Nullable String versionId) {
    if (versionId != null && putTagsOfVersion(tags, versionId)) {
      return;
    }
    HeadObjectResponse now =
        inPlace(
            () -> {
              atReplica.putTags(tags, null);
              return look();
            });
    if (now != null && !isThat(now, eTag, versionId)) {
      throw new ConditionNotMet(
          ConditionNotMet.Condition.REPLICA_CHANGED,
          calls.failure(
              FailureReason.CONFLICT,
              "another object took the place of " + plan.replica() + " while its tags were set"));
    }
  }

  /** Returns false if the permission to name a version is missing. */
  private boolean putTagsOfVersion(List<Tag> tags, String versionId) {
    try {
      return inPlace(
          () -> {
            atReplica.putTags(tags, versionId);
            return true;
          });
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Sends a request that completes the replica. Under a rule that never overwrites, a later
   * execution could not repeat the copy, so the request is retried for longer than the client does.
   */
  private <T extends @Nullable Object> T inPlace(Supplier<T> request) {
    return plan.rule().options().overwrite()
        ? request.get()
        : new PartRetries(calls.deadline(), firstPause, e -> {}).run(request);
  }

  /**
   * Returns null if the replica may not be looked up, or if it is gone; the re-check of the source
   * decides then.
   */
  private @Nullable HeadObjectResponse look() {
    try {
      HeadObjectResponse replica = atReplica.head();
      if (replica != null) {
        requireETag(replica);
      }
      return replica;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return null;
      }
      throw e;
    }
  }

  private void requireETag(HeadObjectResponse replica) {
    if (replica.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "HeadObject " + plan.replica() + " was answered without an ETag");
    }
  }

  /** Tells whether the replica was changed after its creation. */
  boolean wroteLater() {
    return wroteLater;
  }

  private void requireSize(
      @Nullable HeadObjectResponse replica, WriteResult written, long sizeBytes) {
    if (replica == null
        || replica.contentLength() == null
        || replica.contentLength() == sizeBytes) {
      return;
    }
    String problem =
        plan.replica()
            + " has "
            + replica.contentLength()
            + " bytes after the copy, expected the "
            + sizeBytes
            + " of "
            + plan.source();
    // A later copy replaces it, unless the rule never overwrites.
    boolean stays = !plan.rule().options().overwrite();
    if (stays && isThat(replica, written.eTag(), written.versionId())) {
      problem += delete(written);
    }
    throw calls.failure(FailureReason.INTEGRITY, problem);
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
              "could not delete a wrong replica; delete it manually, because a rule with"
                  + " 'overwrite': false never replaces it: {}",
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
      if (versionId == null || S3Errors.reason(e) != FailureReason.ACCESS_DENIED) {
        throw e;
      }
      atReplica.deleteCreated(null);
    }
  }

  private static boolean isThat(
      HeadObjectResponse object, String eTag, @Nullable String versionId) {
    String shown = VersionId.orNull(object.versionId());
    return object.eTag() != null
        && Source.unquoted(object.eTag()).equals(eTag)
        && (versionId == null || shown == null || versionId.equals(shown));
  }

  /** Tells whether the replica has all tags. Some stores do not count tags, so nothing is known. */
  private static boolean hasAll(@Nullable HeadObjectResponse replica, List<Tag> tags) {
    return replica != null && replica.tagCount() != null && replica.tagCount() == tags.size();
  }

  /** Returns the approximate length of the header. */
  private static int taggingBytes(List<Tag> tags) {
    return tags.stream().mapToInt(tag -> encoded(tag.key()) + encoded(tag.value()) + 2).sum();
  }

  private static int encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }
}
