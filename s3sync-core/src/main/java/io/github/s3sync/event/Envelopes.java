package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the nested envelopes that services put around a notification, until it finds records.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Lambda:
 *     requestPayload of a destination's record</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html">EventBridge
 *     Pipes: arrays of records</a>
 */
final class Envelopes {

  private static final Logger log = LoggerFactory.getLogger(EventReader.class);

  private final Collected into;
  private final Instant now;

  Envelopes(Collected into, Instant now) {
    this.into = into;
    this.now = now;
  }

  /** Reads a text that is enclosed in this many envelopes. */
  void open(String body, int depth) {
    checkDepth(depth);
    open(JsonBody.parse(body), depth);
  }

  private void open(JsonNode root, int depth) {
    checkDepth(depth);
    if (root.isArray() && !root.isEmpty()) {
      root.forEach(element -> into.each(null, () -> open(element, depth + 1)));
    } else if (isJson(root)) {
      open(root.textValue(), depth + 1);
    } else if (root.path("Records").isArray()) {
      records(root.path("Records"), depth);
    } else if (isRecord(root)) {
      record(root, depth);
    } else if ("aws.s3".equals(JsonFields.lenientText(root, "source"))) {
      into.each(
          JsonFields.lenientText(root, "id"), () -> into.add(EventBridgeEvents.read(root, now)));
    } else if ("s3:TestEvent".equals(JsonFields.lenientText(root, "Event"))) {
      log.atDebug().addKeyValue("bucket", JsonFields.show(root.path("Bucket"))).log("s3:TestEvent");
      into.addSetUpMessage();
    } else if (isConfirmation(root)) {
      confirmation(root);
    } else if (root.path("tasks").isArray()) {
      tasks(root.path("tasks"));
    } else {
      openInner(root, depth);
    }
  }

  /** Opens the content of a field of an envelope. */
  private void openInner(JsonNode root, int depth) {
    if ("Notification".equals(JsonFields.lenientText(root, "Type"))
        || root.path("Message").isContainerNode()) {
      embedded(root, "Message", depth);
    } else if (root.has("requestPayload")) {
      embedded(root, "requestPayload", depth);
    } else if (isEnvelope(root.path("detail"))) {
      open(root.path("detail"), depth + 1);
    } else {
      throw MalformedEventException.ofRecord("not an S3 notification: " + describe(root));
    }
  }

  private void records(JsonNode records, int depth) {
    if (records.isEmpty()) {
      throw MalformedEventException.ofRecord("not an S3 notification: Records is empty");
    }
    records.forEach(record -> into.each(null, () -> record(record, depth)));
  }

  private void record(JsonNode record, int depth) {
    String source = JsonFields.text(record, "eventSource");
    if (source == null) {
      source = JsonFields.text(record, "EventSource"); // the spelling of SNS for Lambda
    }
    EventSource sender = source == null ? null : EventSource.ofRecord(source);
    if (sender != null) {
      into.add(S3Records.read(sender, record, now));
    } else if ("aws:sns".equals(source)) {
      embedded(record, "Sns.Message", depth);
    } else if ("aws:sqs".equals(source)) {
      embedded(record, "body", depth);
    } else {
      throw MalformedEventException.ofRecord(
          "eventSource is "
              + (source == null ? "missing" : JsonFields.show(TextNode.valueOf(source)))
              + ", expected aws:s3, aws:sns, aws:sqs or the name of another store, such as"
              + " minio:s3");
    }
  }

  private void tasks(JsonNode tasks) {
    if (tasks.isEmpty()) {
      throw MalformedEventException.ofRecord("not an S3 notification: tasks is empty");
    }
    tasks.forEach(
        task -> into.each(BatchTasks.taskId(task), () -> into.add(BatchTasks.read(task))));
  }

  /** Opens embedded JSON. Most services embed it as text, some as JSON. */
  private void embedded(JsonNode envelope, String path, int depth) {
    JsonNode inner = JsonFields.find(envelope, path);
    if (inner.isContainerNode()) {
      open(inner, depth + 1);
    } else {
      open(JsonFields.requiredText(envelope, path), depth + 1);
    }
  }

  private void confirmation(JsonNode root) {
    if (into.addSetUpMessage()) {
      log.atWarn()
          .addKeyValue("topic", JsonFields.show(root.path("TopicArn")))
          .log(
              "received SNS {}; confirm the subscription manually, s3sync does not follow the URL",
              JsonFields.lenientText(root, "Type"));
    }
  }

  private static boolean isConfirmation(JsonNode root) {
    String type = JsonFields.lenientText(root, "Type");
    return "SubscriptionConfirmation".equals(type) || "UnsubscribeConfirmation".equals(type);
  }

  private static boolean isRecord(JsonNode node) {
    return node.path("eventSource").isTextual() || node.path("EventSource").isTextual();
  }

  private static boolean isEnvelope(JsonNode node) {
    return isRecord(node)
        || node.path("Records").isArray()
        || node.has("requestPayload")
        || (node.isArray() && !node.isEmpty());
  }

  /**
   * Tells whether a string contains an object or an array: some pipes send a body as a JSON string.
   */
  private static boolean isJson(JsonNode node) {
    String text = node.isTextual() ? node.textValue().stripLeading() : "";
    return text.startsWith("{") || text.startsWith("[");
  }

  private static void checkDepth(int depth) {
    if (depth > EventReader.MAX_ENVELOPES) {
      throw MalformedEventException.ofRecord(
          "more than " + EventReader.MAX_ENVELOPES + " envelopes around the notification");
    }
  }

  private static String describe(JsonNode root) {
    if (!root.isObject()) {
      return "the body is JSON of type " + root.getNodeType().name().toLowerCase(Locale.ROOT);
    }
    if (root.has("source")) {
      return "source is " + JsonFields.show(root.path("source")) + ", expected \"aws.s3\"";
    }
    List<String> names = new ArrayList<>();
    for (Iterator<String> i = root.fieldNames(); i.hasNext() && names.size() < 10; ) {
      names.add(JsonFields.show(TextNode.valueOf(i.next())));
    }
    return "the body has the fields " + names + ", expected Records, detail, Message or tasks";
  }
}
