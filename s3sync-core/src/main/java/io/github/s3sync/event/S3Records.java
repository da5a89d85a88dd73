package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record in the format of S3, which other stores also use.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class S3Records {

  private S3Records() {}

  static ObjectEvent read(EventSource source, JsonNode record, Instant now) {
    checkVersion(source, record.path("eventVersion"));
    String name = JsonFields.requiredText(record, "eventName");
    if (name.startsWith("s3:")) {
      name = name.substring("s3:".length());
    }
    EventKind kind = EventNames.kindOf(source, name);
    return ObjectEvent.builder(
            source,
            kind,
            JsonFields.textOf(kind, record, "s3.bucket.name"),
            JsonFields.textOf(kind, record, "s3.object.key"))
        .name(name)
        .sizeBytes(Hints.size(JsonFields.find(record, "s3.object.size")))
        .eTag(eTag(record))
        .versionId(Hints.versionId(JsonFields.lenientText(record, "s3.object.versionId")))
        .sequencer(Hints.sequencer(JsonFields.lenientText(record, "s3.object.sequencer")))
        .time(Hints.time(JsonFields.lenientText(record, "eventTime"), now))
        .region(JsonFields.lenientText(record, "awsRegion"))
        .requester(JsonFields.lenientText(record, "userIdentity.principalId"))
        .build();
  }

  /**
   * Checks the version. AWS asks readers to compare the major version for equality and to ignore
   * unknown fields. The versions of other senders have no defined meaning.
   */
  private static void checkVersion(EventSource source, JsonNode version) {
    boolean absent = version.isMissingNode() || version.isNull() || version.asText().isEmpty();
    if (source == EventSource.S3 && !absent && !version.asText().startsWith("2.")) {
      throw JsonFields.wrong("eventVersion", version, "2.x");
    }
  }

  private static @Nullable String eTag(JsonNode record) {
    String eTag = JsonFields.lenientText(record, "s3.object.eTag");
    // Some Ceph releases write the name in lower case.
    return Hints.eTag(eTag != null ? eTag : JsonFields.lenientText(record, "s3.object.etag"));
  }
}
