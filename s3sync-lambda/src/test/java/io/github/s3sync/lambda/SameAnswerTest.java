package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.rule.CopyRule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record gets the same answer from every handler and in every envelope. */
class SameAnswerTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Context context = Fixtures.timeLeft(Duration.ofMinutes(1));
  private final FakeCopies copies = new FakeCopies();
  private final S3Sync sync = copies.sync(CopyRule.named("all").from("src").to("dst").build());

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "eventVersion|`\"3.0\"`|failed",
        "eventVersion|`\"2.9\"`|copied",
        "eventName|`\"ObjectCreated:Invented\"`|copied",
        "eventName|`\"s3:ObjectCreated:Put\"`|copied",
        "eventName|`\"ObjectTagging:Put\"`|skipped",
        "eventName|`\"Invented:Put\"`|skipped",
        "eventName|`\"\"`|failed",
        "eventSource|`\"minio:s3\"`|copied",
        "eventSource|`\"rustfs:s3\"`|copied",
        "eventSource|`\"other:s3\"`|copied",
        "eventSource|`\"aws:dynamodb\"`|failed",
        "eventSource|`\"aws:sns\"`|failed",
        "eventTime|`\"0001-01-01T00:00:00Z\"`|copied",
        "eventTime|`\"1733-01-01T00:00:00Z\"`|copied",
        "eventTime|`\"9999-12-31T23:59:59Z\"`|copied",
        "size|5|copied",
        "size|5.0|copied",
        "size|-1|copied",
        "eTag|`\"*\"`|copied",
        "eTag|`\"é\"`|copied",
        "eTag|`\"a\\u0000b\"`|copied",
        "versionId|`\"null\"`|copied",
        "sequencer|`\"junk!\"`|copied",
        "key|`\"a b+c\"`|failed",
        "key|`\"보고서+2\"`|failed",
        "key|`\"a%2Bb+c\"`|copied",
        "key|`\"100%\"`|failed",
        "key|`\"\"`|failed",
      })
  void handlers_oneRecord_giveOneAnswer(String field, String value, String expected)
      throws Exception {
    String body = record(field, value);

    assertThat(viaS3Event(body)).as("S3EventHandler").isEqualTo(expected);
    assertThat(viaStream(body)).as("S3SyncHandler").isEqualTo(expected);
    assertThat(viaStream("\uFEFF" + body)).as("with a byte order mark").isEqualTo(expected);
    assertThat(viaSqsEvent(body)).as("SqsEventHandler").isEqualTo(failedOrNot(expected));
    assertThat(viaPipe(body)).as("a pipe").isEqualTo(failedOrNot(expected));
    // Each handler has requested the same copy, including its hints.
    assertThat(copies.plans.stream().map(plan -> plan.event()).distinct().toList())
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void pipe_messagesOfAQueue_areAnsweredOneByOne() {
    String good = sqs("m1", record("size", "5"));
    String bad = sqs("m2", "garbage");

    assertThat(new S3SyncHandler(sync).answer("[" + good + "," + bad + "]", context))
        .hasToString("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}");
  }

  @Test
  void pipe_bodyThatIsJson_isRead() {
    String message =
        "[{\"messageId\":\"m1\",\"eventSource\":\"aws:sqs\",\"body\":" + record("size", "5") + "}]";

    assertThat(new S3SyncHandler(sync).answer(message, context))
        .hasToString("{\"batchItemFailures\":[]}");
    assertThat(copies.plans).hasSize(1);
  }

  private static String failedOrNot(String expected) {
    return expected.equals("failed") ? "failed" : "acknowledged";
  }

  private String viaS3Event(String body) {
    S3Event event =
        LambdaEventSerializers.serializerFor(S3Event.class, S3Event.class.getClassLoader())
            .fromJson(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    try {
      String summary = new S3EventHandler(sync).handleRequest(event, context);
      return summary.startsWith("1 copied") ? "copied" : "skipped";
    } catch (NotCopiedException e) {
      return "failed";
    }
  }

  private String viaStream(String body) {
    try {
      ObjectNode answer = new S3SyncHandler(sync).answer(body, context);
      return answer.path("copied").intValue() == 1 ? "copied" : "skipped";
    } catch (NotCopiedException e) {
      return "failed";
    }
  }

  private String viaSqsEvent(String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return answer(() -> new SqsEventHandler(sync).handleRequest(event, context));
  }

  private String viaPipe(String body) {
    return answer(() -> new S3SyncHandler(sync).answer("[" + sqs("m", body) + "]", context));
  }

  /** Returns the answer; a batch of which every message failed ends in an exception. */
  private static String answer(Runnable handler) {
    try {
      handler.run();
      return "acknowledged";
    } catch (NotCopiedException e) {
      return "failed";
    }
  }

  private static String sqs(String id, String body) {
    return JSON.createObjectNode()
        .put("messageId", id)
        .put("eventSource", "aws:sqs")
        .put("body", body)
        .toString();
  }

  private static String record(String field, String value) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode records = root.putArray("Records");
    ObjectNode record =
        records
            .addObject()
            .put("eventVersion", "2.1")
            .put("eventSource", "aws:s3")
            .put("eventTime", "2026-09-01T10:20:30.123Z")
            .put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = record.putObject("s3");
    s3.putObject("bucket").put("name", "src");
    ObjectNode object = s3.putObject("object").put("key", "a").put("size", 5);
    try {
      JsonNode node = JSON.readTree(value);
      (record.has(field) ? record : object).set(field, node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return root.toString();
  }
}
