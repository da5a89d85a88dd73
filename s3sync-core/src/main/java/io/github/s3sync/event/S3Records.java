package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of the shape that S3 introduced and MinIO and Ceph imitate.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class S3Records {

  private S3Records() {}

  static ObjectEvent read(EventSource source, JsonNode record) {
    String version = JsonFields.text(record, "eventVersion");
    // AWS asks readers to compare the major version for equality and to ignore unknown fields.
    if (version != null && !version.startsWith("2.")) {
      throw JsonFields.wrong("eventVersion", record.path("eventVersion"), "2.x");
    }
    String name = JsonFields.requiredText(record, "eventName");
    if (name.startsWith("s3:")) {
      name = name.substring("s3:".length());
    }
    EventKind kind = EventKind.ofEventName(name);
    return new ObjectEvent(
        source,
        kind,
        name,
        textOf(kind, record, "s3.bucket.name"),
        textOf(kind, record, "s3.object.key"),
        JsonFields.size(record, "s3.object.size"),
        eTag(record),
        JsonFields.nonBlank(record, "s3.object.versionId"),
        JsonFields.nonBlank(record, "s3.object.sequencer"),
        time(JsonFields.lenientText(record, "eventTime")),
        JsonFields.lenientText(record, "awsRegion"),
        JsonFields.lenientText(record, "userIdentity.principalId"),
        null);
  }

  /** A time, or null where it cannot be read: a copy does not need one. */
  static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      // Older Ceph releases put a space where ISO 8601 has a T.
      return Instant.parse(text.trim().replace(' ', 'T'));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * An entity tag without the quotes that the S3 API puts around it and events do not; null where
   * nothing is left.
   */
  static @Nullable String unquoted(@Nullable String eTag) {
    String tag = eTag;
    if (tag != null && tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
      tag = tag.substring(1, tag.length() - 1);
    }
    return tag == null || tag.isBlank() ? null : tag;
  }

  private static String textOf(EventKind kind, JsonNode record, String path) {
    if (kind == EventKind.OTHER) {
      String value = JsonFields.lenientText(record, path);
      return value == null ? "" : value;
    }
    return JsonFields.requiredText(record, path);
  }

  private static @Nullable String eTag(JsonNode record) {
    String eTag = JsonFields.text(record, "s3.object.eTag");
    // Some Ceph releases write it in lower case.
    return unquoted(eTag != null ? eTag : JsonFields.text(record, "s3.object.etag"));
  }
}
