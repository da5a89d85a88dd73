package io.github.s3sync.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads any body that says an S3 object changed: an S3 event notification, wrapped in SNS or SQS
 * envelopes or not; an EventBridge event; an S3 Batch Operations invocation; MinIO's and Ceph's
 * variants.
 *
 * <p>Unknown fields and event names are no error. A record that cannot be read becomes a {@link
 * MalformedRecord} and leaves its neighbours alone. Bodies above {@value #MAX_BODY_BYTES} bytes,
 * JSON nested deeper than {@value #MAX_JSON_DEPTH} or with a field given twice, and envelopes
 * deeper than {@value #MAX_ENVELOPES} are refused.
 *
 * <p>Stateless and safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class EventReader {

  /** The largest body that is read: SQS's own limit for a message, 1 MiB. */
  public static final int MAX_BODY_BYTES = 1_048_576;

  /** The deepest JSON that is read; S3's own events nest to 5. */
  public static final int MAX_JSON_DEPTH = 64;

  /** How many envelopes may enclose a notification: Lambda's SQS event, then SNS, and one spare. */
  public static final int MAX_ENVELOPES = 3;

  private static final Logger log = LoggerFactory.getLogger(EventReader.class);

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_JSON_DEPTH)
                          .maxStringLength(MAX_BODY_BYTES)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Otherwise the last one counts, and records in those before it are lost.
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /** Makes a reader. */
  public EventReader() {}

  /**
   * Reads one body.
   *
   * @param body the JSON text
   * @return its events, in the order sent
   * @throws MalformedEventException if the body as a whole is no notification; the message names
   *     what was seen
   */
  public Notification read(String body) {
    Collected into = new Collected();
    readBody(body, 0, into);
    return new Notification(into.events, into.malformed, into.setUpMessages);
  }

  private void readBody(String body, int envelopes, Collected into) {
    if (envelopes > MAX_ENVELOPES) {
      throw new MalformedEventException(
          "more than " + MAX_ENVELOPES + " envelopes around the notification");
    }
    JsonNode root = parse(body);
    String type = JsonFields.lenientText(root, "Type");
    if (root.path("Records").isArray()) {
      readRecords(root.path("Records"), envelopes, into);
    } else if ("aws.s3".equals(JsonFields.lenientText(root, "source"))) {
      into.add(JsonFields.lenientText(root, "id"), () -> EventBridgeEvents.read(root));
    } else if ("s3:TestEvent".equals(JsonFields.lenientText(root, "Event"))) {
      log.atDebug().addKeyValue("bucket", JsonFields.show(root.path("Bucket"))).log("s3:TestEvent");
      into.setUpMessages++;
    } else if ("Notification".equals(type)) {
      readBody(JsonFields.requiredText(root, "Message"), envelopes + 1, into);
    } else if ("SubscriptionConfirmation".equals(type) || "UnsubscribeConfirmation".equals(type)) {
      log.atWarn()
          .addKeyValue("topic", JsonFields.show(root.path("TopicArn")))
          .log("SNS sent a {}: confirm it by hand, it is not visited from here", type);
      into.setUpMessages++;
    } else if (root.path("tasks").isArray()) {
      readTasks(root.path("tasks"), into);
    } else {
      throw new MalformedEventException("no S3 notification: " + describe(root));
    }
  }

  private void readRecords(JsonNode records, int envelopes, Collected into) {
    if (records.isEmpty()) {
      throw new MalformedEventException("no S3 notification: Records is empty");
    }
    for (JsonNode record : records) {
      into.add(null, () -> readRecord(record, envelopes, into));
    }
  }

  /** One event, or null where the record was an envelope whose content went into {@code into}. */
  private @Nullable ObjectEvent readRecord(JsonNode record, int envelopes, Collected into) {
    String source = JsonFields.text(record, "eventSource");
    if (source == null) {
      source = JsonFields.text(record, "EventSource"); // SNS to Lambda writes it so
    }
    return switch (source == null ? "" : source) {
      case "aws:s3" -> S3Records.read(EventSource.S3, record);
      case "minio:s3" -> S3Records.read(EventSource.MINIO, record);
      case "ceph:s3" -> S3Records.read(EventSource.CEPH, record);
      case "aws:sns" -> readEnvelope(record, "Sns.Message", envelopes, into);
      case "aws:sqs" -> readEnvelope(record, "body", envelopes, into);
      default ->
          throw new MalformedEventException(
              "eventSource is "
                  + (source == null ? "missing" : JsonFields.show(TextNode.valueOf(source)))
                  + ", expected aws:s3, aws:sns, aws:sqs, minio:s3 or ceph:s3");
    };
  }

  private @Nullable ObjectEvent readEnvelope(
      JsonNode record, String path, int envelopes, Collected into) {
    readBody(JsonFields.requiredText(record, path), envelopes + 1, into);
    return null;
  }

  private static void readTasks(JsonNode tasks, Collected into) {
    if (tasks.isEmpty()) {
      throw new MalformedEventException("no S3 notification: tasks is empty");
    }
    for (JsonNode task : tasks) {
      into.add(BatchTasks.taskId(task), () -> BatchTasks.read(task));
    }
  }

  private static JsonNode parse(String body) {
    // A char is one to three bytes of UTF-8, so most bodies need no counting.
    if (body.length() > MAX_BODY_BYTES
        || (body.length() > MAX_BODY_BYTES / 3
            && body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES)) {
      throw new MalformedEventException(
          "body of over " + MAX_BODY_BYTES + " bytes, the most that is read");
    }
    try {
      JsonNode root = JSON.readTree(body);
      if (root.isMissingNode()) {
        throw new MalformedEventException("no S3 notification: the body is empty");
      }
      return root;
    } catch (JsonProcessingException e) {
      // The parser's message quotes its input, which may hold what must not be logged.
      throw new MalformedEventException(
          "not JSON, nested deeper than "
              + MAX_JSON_DEPTH
              + ", or with a field given twice"
              + (e.getLocation() == null
                  ? ""
                  : ": line "
                      + e.getLocation().getLineNr()
                      + ", column "
                      + e.getLocation().getColumnNr()));
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

  /** What has been found so far. */
  private static final class Collected {
    private final List<ObjectEvent> events = new ArrayList<>();
    private final List<MalformedRecord> malformed = new ArrayList<>();
    private int setUpMessages;
    private int index;

    void add(@Nullable String id, RecordSupplier record) {
      try {
        ObjectEvent event = record.get();
        if (event != null) {
          events.add(event);
          index++;
        }
      } catch (MalformedEventException e) {
        malformed.add(new MalformedRecord(index++, id, String.valueOf(e.getMessage())));
      }
    }
  }

  /** Reads one record. */
  private interface RecordSupplier {
    @Nullable ObjectEvent get();
  }
}
