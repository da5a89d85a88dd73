package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.WriteResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Corrects the tags of a replica after its creation. They may be too large for a header. Or a store
 * other than S3 ignored them, or copied tags that the rule leaves out.
 */
final class TagCompletion {

  /**
   * The size that fits into a header in every store together with 2 KiB of metadata. S3's limit for
   * all headers is 8 KiB.
   */
  static final int MAX_TAGGING_BYTES = 2048;

  private final CopyPlan plan;
  private final CopyOptions options;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final WrittenReplica look;

  TagCompletion(S3Calls calls, ReplicaCalls atReplica, WrittenReplica look) {
    this.plan = calls.plan();
    this.options = plan.rule().options();
    this.calls = calls;
    this.atReplica = atReplica;
    this.look = look;
  }

  /** Returns the tags for the request that creates the replica: all or none. */
  List<Tag> atCreation(List<Tag> tags) {
    // A later attempt of a rule that never overwrites could not set tags that this attempt omitted.
    boolean mayWait = options.overwrite();
    return mayWait && taggingBytes(tags) > MAX_TAGGING_BYTES ? List.of() : tags;
  }

  /**
   * Tells whether a replica that was created with these tags has all of them.
   *
   * @param replica the answer to HEAD; null if the replica may not be looked up
   */
  boolean hasAll(@Nullable HeadObjectResponse replica, List<Tag> tags) {
    boolean sent = atCreation(tags).size() == tags.size();
    return tags.isEmpty()
        || (sent
            && (calls.isToAws()
                // Some stores do not count tags, so nothing is known.
                || (replica != null
                    && replica.tagCount() != null
                    && replica.tagCount() == tags.size())));
  }

  /** Tells whether a replica that the store copied has these tags and no others. */
  boolean hasExactly(HeadObjectResponse replica, List<Tag> tags) {
    Integer count = replica.tagCount();
    if (count != null && count > 0) {
      calls.traits().rememberCountsTags(calls.destination());
    }
    boolean copiesNone = tags.isEmpty() && options.tags();
    if (count != null || copiesNone || calls.traits().countsTags(calls.destination())) {
      return Objects.requireNonNullElse(count, 0) == tags.size();
    }
    Set<Tag> found = read(replica);
    return found == null ? tags.isEmpty() : found.equals(Set.copyOf(tags));
  }

  /** Reads the tags of the replica, and tells whether they are these. */
  boolean areRead(HeadObjectResponse replica, List<Tag> tags) {
    return Set.copyOf(tags).equals(read(replica));
  }

  /**
   * Tells whether the replica has no tags. If the tags may not be read, they are never replaced.
   */
  boolean hasNone(HeadObjectResponse replica) {
    return Set.of().equals(read(replica));
  }

  /** Returns the tags of the replica; null if they may not be read. */
  private @Nullable Set<Tag> read(HeadObjectResponse replica) {
    try {
      return Set.copyOf(atReplica.tags(replica));
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Sets tags on the version that was written. Without a version, it checks afterwards that the
   * object was the written one.
   */
  void set(List<Tag> tags, WriteResult written) {
    String versionId = written.versionId();
    if (versionId != null && putTagsOfVersion(tags, versionId)) {
      return;
    }
    HeadObjectResponse now =
        look.inPlace(
            () -> {
              atReplica.putTags(tags, null);
              return look.now();
            });
    if (now != null && WrongReplica.isAnother(now, written)) {
      throw look.replaced("its tags were set");
    }
  }

  /** Returns false if the permission to name a version is missing. */
  private boolean putTagsOfVersion(List<Tag> tags, String versionId) {
    try {
      return look.inPlace(
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

  /** Returns the approximate length of the header. */
  private static int taggingBytes(List<Tag> tags) {
    return tags.stream().mapToInt(tag -> encoded(tag.key()) + encoded(tag.value()) + 2).sum();
  }

  private static int encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }
}
