package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event that S3 sent to EventBridge. Its keys are not encoded, and its names are in kebab
 * case.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge
 *     event message structure</a>
 */
final class EventBridgeEvents {

  private EventBridgeEvents() {}

  static ObjectEvent read(JsonNode event, Instant now) {
    String name = JsonFields.requiredText(event, "detail-type");
    if (name.endsWith("via CloudTrail")) {
      throw JsonFields.wrong(
          "detail-type",
          event.path("detail-type"),
          "an event of S3 such as Object Created; the rule on the event bus matches events of"
              + " CloudTrail");
    }
    EventKind kind = EventNames.kindOfDetailType(name);
    JsonNode detail = event.path("detail");
    String deletionType = JsonFields.lenientText(detail, "deletion-type");
    return ObjectEvent.builder(
            EventSource.EVENT_BRIDGE,
            kind,
            JsonFields.textOf(kind, detail, "bucket.name"),
            JsonFields.textOf(kind, detail, "object.key"))
        .name(
            kind == EventKind.REMOVED && deletionType != null
                ? name + " (" + deletionType + ")"
                : name)
        .sizeBytes(Hints.size(JsonFields.find(detail, "object.size")))
        .eTag(eTag(detail))
        .versionId(Hints.versionId(JsonFields.lenientText(detail, "object.version-id")))
        .sequencer(Hints.sequencer(JsonFields.lenientText(detail, "object.sequencer")))
        .time(Hints.time(JsonFields.lenientText(event, "time"), now))
        .region(JsonFields.lenientText(event, "region"))
        .requester(JsonFields.lenientText(detail, "requester"))
        .id(JsonFields.lenientText(event, "id"))
        .build();
  }

  private static @Nullable String eTag(JsonNode detail) {
    String eTag = JsonFields.lenientText(detail, "object.etag");
    // Emulators spell it as in notifications.
    return Hints.eTag(eTag != null ? eTag : JsonFields.lenientText(detail, "object.eTag"));
  }
}
