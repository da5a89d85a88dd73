package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Makes sure that a replica that was just created has what its creation asked for. S3 itself honors
 * all of it. Other stores are looked at: some ignore the tags of a request that creates an object,
 * and none is asked to check the size.
 *
 * <p>Tags that are too many for a header are set right after the creation. If a copy stops before
 * that, its event is not acknowledged, and the next attempt copies again.
 */
final class Completion {

  /** What fits into a header everywhere, beside metadata of 2 KiB; 8 KiB are S3's limit for all. */
  static final int MAX_TAGGING_BYTES = 2048;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private boolean wroteLater;

  Completion(CopyPlan plan, S3Calls calls, ReplicaCalls atReplica) {
    this.plan = plan;
    this.calls = calls;
    this.atReplica = atReplica;
  }

  /** The tags that go with the request that creates the replica: all or none. */
  List<Tag> atCreation(List<Tag> tags) {
    // Where nothing is overwritten, a later attempt could not set what this one left out.
    boolean mayWait = plan.rule().options().overwrite();
    return mayWait && taggingBytes(tags) > MAX_TAGGING_BYTES ? List.of() : tags;
  }

  /**
   * Looks at the replica where that is needed, and sets tags that it does not have.
   *
   * @param parts how many parts it was created from; 0 for one request
   * @param tags all tags of the source
   */
  void complete(int parts, long sizeBytes, List<Tag> tags) {
    boolean sent = atCreation(tags).size() == tags.size();
    HeadObjectResponse replica = null;
    if (!calls.isToAws() && (parts > 0 || !tags.isEmpty())) {
      replica = look();
      requireSize(replica, sizeBytes);
    }
    if (tags.isEmpty() || (sent && (calls.isToAws() || hasAll(replica, tags)))) {
      return;
    }
    atReplica.putTags(tags);
    wroteLater = true;
  }

  /**
   * Null where the replica may not be looked at, or is gone, which the look at the source tells.
   */
  private @Nullable HeadObjectResponse look() {
    try {
      HeadObjectResponse replica = atReplica.head();
      if (replica != null && replica.eTag() == null) {
        throw calls.failure(
            FailureReason.NO_ANSWER,
            "HeadObject " + plan.replica() + " was answered without an ETag");
      }
      return replica;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        return null;
      }
      throw e;
    }
  }

  /** Returns whether the replica was written to once more after its creation. */
  boolean wroteLater() {
    return wroteLater;
  }

  private void requireSize(@Nullable HeadObjectResponse replica, long sizeBytes) {
    if (replica != null
        && replica.contentLength() != null
        && replica.contentLength() != sizeBytes) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          plan.replica()
              + " has "
              + replica.contentLength()
              + " bytes after the copy, expected the "
              + sizeBytes
              + " of "
              + plan.source());
    }
  }

  /** Some stores do not count: then nothing is known. */
  private static boolean hasAll(@Nullable HeadObjectResponse replica, List<Tag> tags) {
    return replica != null && replica.tagCount() != null && replica.tagCount() == tags.size();
  }

  /** The length of the header, about. */
  private static int taggingBytes(List<Tag> tags) {
    return tags.stream().mapToInt(tag -> encoded(tag.key()) + encoded(tag.value()) + 2).sum();
  }

  private static int encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }
}
