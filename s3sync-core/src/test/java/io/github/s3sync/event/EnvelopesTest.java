package io.github.s3sync.event;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.s3sync.outcome.CapturedLog;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the envelopes that services and users put around a notification. */
class EnvelopesTest {

  private static final String S3 = Bodies.records(Bodies.recordOf("a"));
  private static final String BRIDGE =
      "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":"
          + "{\"bucket\":{\"name\":\"src\"},\"object\":{\"key\":\"a\"}}}";

  private final EventReader reader = new EventReader();

  private static String sqs(String body) {
    return "{\"messageId\":\"m\",\"eventSource\":\"aws:sqs\",\"body\":" + Bodies.quoted(body) + "}";
  }

  private static String sns(String body) {
    return "{\"EventSource\":\"aws:sns\",\"Sns\":{\"Message\":" + Bodies.quoted(body) + "}}";
  }

  private static String destination(String payload) {
    return "{\"version\":\"1.0\",\"requestContext\":{\"condition\":\"RetriesExhausted\"},"
        + "\"requestPayload\":"
        + payload
        + ",\"responsePayload\":{\"errorMessage\":\"x\"}}";
  }

  private static String onEventBridge(String source, String detail) {
    return "{\"source\":\"" + source + "\",\"detail-type\":\"x\",\"detail\":" + detail + "}";
  }

  static Stream<String> bodies() {
    return Stream.of(
        S3,
        "\uFEFF" + S3,
        BRIDGE,
        // EventBridge Pipes sends single records and arrays.
        Bodies.recordOf("a"),
        "[" + Bodies.recordOf("a") + "]",
        "[" + BRIDGE + "]",
        "[" + S3 + "]",
        "[" + Bodies.quoted(S3) + "]",
        Bodies.quoted(S3),
        sqs(S3),
        "[" + sqs(S3) + "]",
        "[" + sqs(BRIDGE) + "]",
        "[" + sqs(Bodies.inSns(S3)) + "]",
        sns(S3),
        Bodies.records(sns(BRIDGE)),
        Bodies.records(sqs("[" + sqs(S3) + "]")),
        sqs(sqs(sqs(S3))),
        sqs("\uFEFF" + S3),
        Bodies.records(sqs("").replace("\"body\":\"\"", "\"body\":" + S3)),
        // The payload of a Lambda failure destination.
        destination(S3),
        destination(BRIDGE),
        destination(Bodies.quoted(S3)),
        destination(Bodies.records(sqs(Bodies.inSns(S3)))),
        Bodies.records(sqs(destination(Bodies.records(sqs(Bodies.inSns(S3)))))),
        Bodies.inSns(destination(S3)),
        onEventBridge("lambda", destination(S3)),
        Bodies.records(sqs(onEventBridge("lambda", destination(S3)))),
        onEventBridge("Pipe p", sqs(S3)),
        onEventBridge("Pipe p", "[" + sqs(S3) + "]"),
        onEventBridge("own", S3),
        // StorageGRID publishes in this form.
        "{\"Action\":\"Publish\",\"Message\":" + S3 + ",\"TopicArn\":\"t\",\"Version\":\"v\"}");
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("bodies")
  void read_wrappedNotification_isTheEventInside(String body) {
    Notification notification = reader.read(body);

    assertThat(notification.malformed()).isEmpty();
    assertThat(notification.events())
        .extracting(ObjectEvent::kind, ObjectEvent::bucket, ObjectEvent::rawKey)
        .containsExactly(tuple(EventKind.CREATED, "src", "a"));
  }

  @Test
  void read_arrayWithBadElements_leavesTheGoodOnesAlone() {
    Notification notification = reader.read("[7," + sqs("garbage") + "," + sqs(S3) + ",{}]");

    assertThat(notification.events()).hasSize(1);
    assertThat(notification.malformed())
        .extracting(MalformedRecord::index)
        .containsExactly(0, 1, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"requestPayload\":null}",
        "{\"requestPayload\":7}",
        "{\"requestPayload\":\"garbage\"}",
        "{\"requestPayload\":{}}",
        "{\"detail\":[]}",
        "{\"detail\":{\"x\":1}}",
        "{\"Message\":{}}",
        "\"{}\"",
        "\"[\"",
      })
  void read_envelopeOfNothing_isRefused(String body) {
    assertThatThrownBy(() -> reader.read(body)).isInstanceOf(MalformedEventException.class);
  }

  @Test
  void read_arraysInArrays_haveAnEnd() {
    int most = EventReader.MAX_ENVELOPES;

    assertThat(reader.read("[".repeat(most) + Bodies.recordOf("a") + "]".repeat(most)).events())
        .hasSize(1);
    Notification deeper =
        reader.read("[".repeat(most + 1) + Bodies.recordOf("a") + "]".repeat(most + 1));
    assertThat(deeper.events()).isEmpty();
    assertThat(deeper.malformed())
        .singleElement()
        .satisfies(r -> assertThat(r.problem()).startsWith("more than 5 envelopes"));
  }

  static Stream<UnaryOperator<String>> envelopes() {
    return Stream.of(
        EnvelopesTest::sqs,
        EnvelopesTest::sns,
        Bodies::inSns,
        EnvelopesTest::destination,
        inner -> destination(Bodies.quoted(inner)),
        inner -> "{\"Message\":" + inner + "}");
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("envelopes")
  void read_envelopesOfOneKind_haveAnEnd(UnaryOperator<String> envelope) {
    String body = S3;
    for (int i = 0; i < EventReader.MAX_ENVELOPES; i++) {
      body = envelope.apply(body);
    }
    assertThat(reader.read(body).events()).hasSize(1);

    String tooDeep = envelope.apply(body);
    assertThatThrownBy(() -> reader.read(tooDeep))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("more than 5 envelopes around the notification");
  }

  /** The number of messages in one body is up to their sender. */
  @Test
  void read_severalConfirmations_areLoggedOnce() {
    String confirmation = "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:t\"}";
    String body = "[" + confirmation + "," + confirmation + "]";

    assertThat(CapturedLog.of(() -> assertThat(reader.read(body).setUpMessages()).isEqualTo(2)))
        .hasLineCount(1)
        .contains("WARN", "topic=\"arn:t\"", "received SNS SubscriptionConfirmation");
  }

  @Test
  void read_manyUnknownFields_showsTen() {
    String fields = IntStream.range(0, 12).mapToObj(i -> "\"f" + i + "\":0").collect(joining(","));

    assertThatThrownBy(() -> reader.read("{" + fields + "}"))
        .hasMessageContaining("\"f9\"]")
        .hasMessageNotContaining("f10");
  }

  /** A JSON string, and the detail of an event, only contain other kinds of envelopes. */
  @Test
  void read_envelopesAroundOthers_haveAnEnd() {
    String body = S3;
    for (int i = 1; i < EventReader.MAX_ENVELOPES; i++) {
      body = destination(body);
    }
    assertThat(reader.read(Bodies.quoted(body)).events()).hasSize(1);
    assertThat(reader.read(onEventBridge("x", body)).events()).hasSize(1);

    String tooDeep = destination(body);
    for (String around : new String[] {Bodies.quoted(tooDeep), onEventBridge("x", tooDeep)}) {
      assertThatThrownBy(() -> reader.read(around))
          .isInstanceOf(MalformedEventException.class)
          .hasMessage("more than 5 envelopes around the notification");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "{}", "{\"eventSource\":\"aws:s3\"}", "{\"eventSource\":\"aws:sqs\"}"})
  void read_manyBadRecords_areDescribedInBoundedSpace(String record) {
    int number = 5_000;
    String many = (record + ",").repeat(number - 1) + record;

    for (String body : new String[] {Bodies.records(many), "[" + many + "]"}) {
      Notification notification = reader.read(body);

      assertThat(notification.events()).isEmpty();
      assertThat(notification.malformed()).hasSize(EventReader.MAX_MALFORMED + 1);
      assertThat(notification.malformed().get(EventReader.MAX_MALFORMED).problem())
          .startsWith(number - EventReader.MAX_MALFORMED + " more records could not be read");
    }
  }

  @Test
  void read_manyBadTasks_keepTheIdsOfTheFirst() {
    String tasks =
        "{\"tasks\":["
            + "{\"taskId\":\"T\"},".repeat(EventReader.MAX_MALFORMED)
            + "{\"taskId\":\"T\"}]}";

    Notification notification = reader.read(tasks);

    assertThat(notification.malformed()).hasSize(EventReader.MAX_MALFORMED + 1);
    assertThat(notification.malformed().get(99).id()).isEqualTo("T");
    assertThat(notification.malformed().get(100).id()).isNull();
  }
}
