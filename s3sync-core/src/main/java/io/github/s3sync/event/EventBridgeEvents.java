package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event that S3 put on EventBridge. Its keys are not encoded, and its names are in kebab case.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge
 *     event message structure</a>
 */
final class EventBridgeEvents {

  private EventBridgeEvents() {}

  static ObjectEvent read(JsonNode event) {
    String name = JsonFields.requiredText(event, "detail-type");
    if (name.endsWith("via CloudTrail")) {
      throw JsonFields.wrong(
          "detail-type",
          event.path("detail-type"),
          "S3's own events such as Object Created: the rule on the event bus matches CloudTrail's");
    }
    EventKind kind = EventKind.ofDetailType(name);
    JsonNode detail = event.path("detail");
    boolean other = kind == EventKind.OTHER;
    String deletionType = JsonFields.lenientText(detail, "deletion-type");
    return new ObjectEvent(
        EventSource.EVENT_BRIDGE,
        kind,
        kind == EventKind.REMOVED && deletionType != null ? name + " (" + deletionType + ")" : name,
        other ? orEmpty(detail, "bucket.name") : JsonFields.requiredText(detail, "bucket.name"),
        other ? orEmpty(detail, "object.key") : JsonFields.requiredText(detail, "object.key"),
        JsonFields.size(detail, "object.size"),
        S3Records.unquoted(JsonFields.text(detail, "object.etag")),
        JsonFields.nonBlank(detail, "object.version-id"),
        JsonFields.nonBlank(detail, "object.sequencer"),
        S3Records.time(JsonFields.lenientText(event, "time")),
        JsonFields.lenientText(event, "region"),
        JsonFields.lenientText(detail, "requester"),
        JsonFields.lenientText(event, "id"));
  }

  private static String orEmpty(JsonNode detail, String path) {
    String value = JsonFields.lenientText(detail, path);
    return value == null ? "" : value;
  }
}
