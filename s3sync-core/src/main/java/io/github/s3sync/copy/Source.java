package io.github.s3sync.copy;

import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The one state of the source that a copy is pinned to.
 *
 * @param eTag without quotes
 * @param head what HEAD said; null where the event's word was enough
 */
record Source(String eTag, long sizeBytes, @Nullable HeadObjectResponse head) {

  /** What the event says, or null where it does not say enough. */
  static @Nullable Source of(ObjectEvent event) {
    return event.eTag() == null || event.sizeBytes() == null
        ? null
        : new Source(event.eTag(), event.sizeBytes(), null);
  }

  static Source of(HeadObjectResponse head) {
    return new Source(unquoted(head.eTag()), head.contentLength(), head);
  }

  /** As the headers of conditions want it. */
  String quotedETag() {
    return '"' + eTag + '"';
  }

  static String unquoted(String eTag) {
    return eTag.replace("\"", "");
  }
}
