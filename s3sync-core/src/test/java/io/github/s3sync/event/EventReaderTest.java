package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks whole bodies: which are rejected, and that one bad record does not affect the others. */
class EventReaderTest {

  private final EventReader reader = new EventReader();

  @Test
  void read_badRecordsAmongGoodOnes_leavesTheGoodOnesAlone() {
    Notification notification = reader.read(Bodies.file("s3-mixed.json"));

    assertThat(notification.events())
        .extracting(ObjectEvent::rawKey)
        .containsExactly("in/1", "in/2");
    assertThat(notification.malformed())
        .containsExactly(
            new MalformedRecord(1, null, "s3.object.key is 1024, expected a string"),
            new MalformedRecord(2, null, "eventName is missing or empty, expected a string"));
  }

  @Test
  void read_severalMessagesInOneSqsEvent_readsEachByItsOwnShape() {
    Notification notification = reader.read(Bodies.file("sqs-to-lambda-mixed.json"));

    assertThat(notification.events())
        .extracting(ObjectEvent::source)
        .containsExactly(EventSource.S3, EventSource.EVENT_BRIDGE);
    assertThat(notification.setUpMessages()).isEqualTo(1);
    assertThat(notification.malformed()).hasSize(1);
  }

  @Test
  void read_sameRecordTwice_isTwoEvents() {
    String record = Bodies.recordOf("a");

    assertThat(reader.read(Bodies.records(record, record)).events()).hasSize(2);
  }

  @Test
  void read_eventSources_decideForEachRecord() {
    String body =
        Bodies.records(
            Bodies.recordOf("a"),
            Bodies.record("\"minio:s3\"", "{\"key\":\"b\"}"),
            Bodies.record("\"ceph:s3\"", "{\"key\":\"c\"}"),
            Bodies.record("\"aws:dynamodb\"", "{\"key\":\"d\"}"),
            Bodies.record("null", "{\"key\":\"e\"}"),
            "7");

    Notification notification = reader.read(body);

    assertThat(notification.events())
        .extracting(ObjectEvent::source)
        .containsExactly(EventSource.S3, EventSource.MINIO, EventSource.CEPH);
    assertThat(notification.malformed())
        .extracting(MalformedRecord::problem)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("eventSource is \"aws:dynamodb\", expected aws:s3"),
            p -> assertThat(p).startsWith("eventSource is missing, expected aws:s3"),
            p -> assertThat(p).startsWith("eventSource is missing, expected aws:s3"));
  }

  @Test
  void read_asManyEnvelopesAsAllowed_isRead() {
    String body = Bodies.records(Bodies.recordOf("a"));
    for (int i = 0; i < EventReader.MAX_ENVELOPES; i++) {
      body = Bodies.inSns(body);
    }

    assertThat(reader.read(body).events()).hasSize(1);
  }

  @Test
  void read_oneEnvelopeMore_isRefused() {
    String body = Bodies.records(Bodies.recordOf("a"));
    for (int i = 0; i <= EventReader.MAX_ENVELOPES; i++) {
      body = Bodies.inSns(body);
    }
    String tooDeep = body;

    assertThatThrownBy(() -> reader.read(tooDeep))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("more than 5 envelopes around the notification");
  }

  @Test
  void read_testEventInAnSnsEnvelope_isASetUpMessage() {
    Notification notification =
        reader.read(Bodies.inSns(Bodies.file("s3-test-event.json").replace("\n", "")));

    assertThat(notification.setUpMessages()).isEqualTo(1);
    assertThat(notification.malformed()).isEmpty();
  }

  private static String ofBytes(int bytes, String filler) {
    String body = Bodies.records(Bodies.recordOf("a"));
    int width = filler.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    int fill = bytes - body.length() - "\"x\":\"\",".length();
    String text = filler.repeat(fill / width) + "y".repeat(fill % width);
    return "{\"x\":\"" + text + "\"," + body.substring(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "한"})
  void read_bodyOf1MiB_isRead(String filler) {
    assertThat(reader.read(ofBytes(EventReader.MAX_BODY_BYTES, filler)).events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "한"})
  void read_bodyOf1MiBAndAByte_isRefused(String filler) {
    assertThatThrownBy(() -> reader.read(ofBytes(EventReader.MAX_BODY_BYTES + 1, filler)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("the body has over 1048576 bytes, the maximum");
  }

  private static String nested(int depth) {
    // The object of the body itself counts as one level of depth.
    String deep = "[".repeat(depth - 1) + "]".repeat(depth - 1);
    return "{\"x\":" + deep + "," + Bodies.records(Bodies.recordOf("a")).substring(1);
  }

  @Test
  void read_nesting64_isRead() {
    assertThat(reader.read(nested(64)).events()).hasSize(1);
  }

  @Test
  void read_nesting65_isRefused() {
    assertThatThrownBy(() -> reader.read(nested(65)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageStartingWith("the JSON is nested deeper than 64 levels, the maximum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "{\"secret", "{\"a\":secret}", "{\"secret\":\"\n\"}"})
  void read_notJson_saysWhereAndEchoesNothing(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageMatching("the body is not JSON: line \\d+, column \\d+")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[{}],\"Records\":[{}]}",
        "{\"Records\":[{\"s3\":{\"object\":{\"key\":\"a\",\"key\":\"b\"}}}]}"
      })
  void read_fieldGivenTwice_isRefused(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageMatching("the JSON repeats a field in one object, .*: line 1, column \\d+");
  }

  @Test
  void read_fieldGivenTwiceInAnEnvelope_leavesOtherEnvelopesAlone() {
    String good =
        "{\"eventSource\":\"aws:sqs\",\"body\":"
            + Bodies.quoted(Bodies.records(Bodies.recordOf("a")))
            + "}";
    String bad =
        "{\"eventSource\":\"aws:sqs\",\"body\":" + Bodies.quoted("{\"a\":1,\"a\":2}") + "}";

    Notification notification = reader.read(Bodies.records(bad, good));

    assertThat(notification.events()).hasSize(1);
    assertThat(notification.malformed()).hasSize(1);
  }

  @Test
  void read_trailingGarbage_isRefused() {
    assertThatThrownBy(() -> reader.read(Bodies.records(Bodies.recordOf("a")) + " {}"))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageStartingWith("the body is not JSON")
        .satisfies(e -> assertThat(e.getStackTrace()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void read_emptyBody_saysSo(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("not an S3 notification: the body is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]", "\"text\"", "true"})
  void read_otherJson_namesItsType(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageStartingWith("not an S3 notification: the body is JSON of type ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Records\":[]}", "{\"tasks\":[]}"})
  void read_withoutRecords_isRefused(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageEndingWith(" is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Records\":{}}", "{\"detail\":{}}", "{\"Event\":\"other\"}"})
  void read_unknownShape_namesTheFieldsSeen(String body) {
    assertThatThrownBy(() -> reader.read(body))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageMatching(
            "not an S3 notification: the body has the fields \\[.*], expected Records, detail,"
                + " Message or tasks");
  }

  @Test
  void read_eventBridgeEventOfAnotherSource_namesTheSource() {
    assertThatThrownBy(() -> reader.read(Bodies.file("eventbridge-other-source.json")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("not an S3 notification: source is \"aws.ec2\", expected \"aws.s3\"");
  }

  @Test
  void read_eventBridgeRuleOnCloudTrail_isNoSilentSuccess() {
    Notification read =
        new EventReader()
            .read(
                "{\"source\":\"aws.s3\",\"detail-type\":\"AWS API Call via CloudTrail\","
                    + "\"detail\":{\"eventName\":\"PutObject\"}}");
    assertThat(read.events()).isEmpty();
    assertThat(read.malformed())
        .singleElement()
        .satisfies(record -> assertThat(record.problem()).contains("CloudTrail"));
  }
}
