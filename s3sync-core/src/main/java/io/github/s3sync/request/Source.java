package io.github.s3sync.request;

import io.github.s3sync.client.HeaderText;
import io.github.s3sync.event.Internal;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.event.VersionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The state of the source to which a copy is pinned.
 *
 * @param eTag the entity tag, without quotes
 * @param head the answer to HEAD; null if the event was sufficient
 */
@Internal
public record Source(
    String eTag, long sizeBytes, @Nullable String versionId, @Nullable HeadObjectResponse head) {

  public Source {
    versionId = VersionId.orNull(versionId);
  }

  /** Returns the state that the event reports, or null if it is not sufficient. */
  public static @Nullable Source of(ObjectEvent event) {
    return event.eTag() == null || event.sizeBytes() == null
        ? null
        : new Source(event.eTag(), event.sizeBytes(), event.versionId(), null);
  }

  public static Source of(HeadObjectResponse head) {
    return new Source(unquoted(head.eTag()), head.contentLength(), head.versionId(), head);
  }

  /** Tells whether the content is the same, which is all that a condition can check. */
  public boolean sameContent(Source other) {
    return eTag.equals(other.eTag);
  }

  /**
   * Tells whether both are the same write, as far as known. The same content that is put again with
   * other properties has the same eTag, but a different version or time.
   */
  public boolean sameWrite(Source other) {
    return sameContent(other)
        && (versionId == null || other.versionId == null || versionId.equals(other.versionId))
        && (head == null
            || other.head == null
            || Objects.equals(head.lastModified(), other.head.lastModified()));
  }

  /**
   * Tells whether a replica has this content. False if this cannot be determined, as for replicas
   * without a known checksum that are encrypted with KMS or have other parts.
   */
  boolean hasContentOf(HeadObjectResponse replica) {
    return head != null && SameContent.isCertain(head, replica);
  }

  /**
   * Tells whether another object of the same store has the properties that replicas get from a
   * source.
   */
  public boolean hasPropertiesOf(HeadObjectResponse other) {
    return head != null && Description.of(head).equals(Description.of(other));
  }

  /** Tells whether a replica has these properties, as far as both stores return them. */
  public boolean hasPropertiesOf(HeadObjectResponse replica, HeaderText text) {
    return head != null
        && Description.of(head, text::comparable).equals(Description.of(replica, text::comparable));
  }

  /** Returns the entity tag in the form for conditions. */
  public String quotedETag() {
    return '"' + eTag + '"';
  }

  /**
   * Returns an entity tag without quotes, and without the {@code W/} that a compressing proxy adds.
   */
  public static String unquoted(String eTag) {
    String value = eTag.startsWith("W/") ? eTag.substring(2) : eTag;
    return value.replace("\"", "");
  }
}
