package io.github.s3sync.copy;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.event.VersionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The one state of the source that a copy is pinned to.
 *
 * @param eTag without quotes
 * @param head what HEAD said; null where the event's word was enough
 */
record Source(
    String eTag, long sizeBytes, @Nullable String versionId, @Nullable HeadObjectResponse head) {

  Source {
    versionId = VersionId.orNull(versionId);
  }

  /** What the event says, or null where it does not say enough. */
  static @Nullable Source of(ObjectEvent event) {
    return event.eTag() == null || event.sizeBytes() == null
        ? null
        : new Source(event.eTag(), event.sizeBytes(), event.versionId(), null);
  }

  static Source of(HeadObjectResponse head) {
    return new Source(unquoted(head.eTag()), head.contentLength(), head.versionId(), head);
  }

  /** Whether the content is the same, all that a condition can ask for. */
  boolean sameContent(Source other) {
    return eTag.equals(other.eTag);
  }

  /**
   * Whether nothing was written in between, as far as both know: the same content put again with
   * other properties has the same eTag, but another version or time.
   */
  boolean sameWrite(Source other) {
    return sameContent(other)
        && (versionId == null || other.versionId == null || versionId.equals(other.versionId))
        && (head == null
            || other.head == null
            || Objects.equals(head.lastModified(), other.head.lastModified()));
  }

  /**
   * Whether a replica has this content. Where it cannot be told, as for replicas that were
   * encrypted with KMS or copied in other parts and whose checksum is not known, it does not.
   */
  boolean hasContentOf(HeadObjectResponse replica) {
    return head != null && SameContent.isCertain(head, replica);
  }

  /** Whether another object of this store has the properties that replicas have from a source. */
  boolean hasPropertiesOf(HeadObjectResponse other) {
    return head != null && Description.of(head).equals(Description.of(other));
  }

  /** Whether a replica has them, as far as the stores of both show them. */
  boolean hasPropertiesOf(HeadObjectResponse replica, HeaderText text) {
    return head != null
        && Description.of(head, text::comparable).equals(Description.of(replica, text::comparable));
  }

  /** As the headers of conditions want it. */
  String quotedETag() {
    return '"' + eTag + '"';
  }

  /** Without quotes, and without the {@code W/} that a proxy puts in front when it compresses. */
  static String unquoted(String eTag) {
    String value = eTag.startsWith("W/") ? eTag.substring(2) : eTag;
    return value.replace("\"", "");
  }
}
