package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the accepted values of each field and the resulting event. */
class EventFieldsTest {

  private final EventReader reader = new EventReader();

  private ObjectEvent event(String object) {
    Notification notification = reader.read(Bodies.records(Bodies.record(object)));
    assertThat(notification.malformed()).isEmpty();
    return notification.events().get(0);
  }

  private String problem(String record) {
    Notification notification = reader.read(Bodies.records(record));
    assertThat(notification.events()).isEmpty();
    return notification.malformed().get(0).problem();
  }

  @Test
  void read_absentFields_areNull() {
    assertThat(event("{\"key\":\"a\"}"))
        .isEqualTo(
            ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "a")
                .name("ObjectCreated:Put")
                .build());
  }

  @Test
  void principal_ofS3_isAsItIsWritten() {
    ObjectEvent event = reader.read(Bodies.file("s3-2.6.json")).events().get(0);

    assertThat(event.principal()).isEqualTo("AWS:AROAEXAMPLE:writer");
  }

  @Test
  void principal_onEventBridge_isUnknown() {
    ObjectEvent event = reader.read(Bodies.file("eventbridge-created.json")).events().get(0);

    assertThat(event.requester()).isEqualTo("444455556666");
    assertThat(event.principal()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \"", "\"\\t\""})
  void read_blankFields_areNull(String blank) {
    ObjectEvent event =
        event(
            "{\"key\":\"a\",\"eTag\":%1$s,\"versionId\":%1$s,\"sequencer\":%1$s}".formatted(blank));

    assertThat(event.eTag()).isNull();
    assertThat(event.versionId()).isNull();
    assertThat(event.sequencer()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "abc, abc",
        "\\\"abc\\\", abc",
        "\\\"\\\",",
        "\\\" \\\",",
        "\\\"a,",
        "*,",
        "a b,",
        "W/\\\"a\\\",",
        "é,",
        "😀,",
        "a\\u0000b,",
        "a\\r\\nb,",
        "a\\u007F,",
        "abc-12, abc-12",
        " abc , abc"
      })
  void read_eTag_isWithoutQuotes(String sent, @Nullable String eTag) {
    assertThat(event("{\"key\":\"a\",\"eTag\":\"" + sent + "\"}").eTag()).isEqualTo(eTag);
  }

  @Test
  void read_lowerCaseETagBesideAnother_isNotAsked() {
    assertThat(event("{\"key\":\"a\",\"eTag\":\"x\",\"etag\":\"y\"}").eTag()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2_147_483_648L, 5_368_709_121L, 53_687_091_200_000L, Long.MAX_VALUE})
  void read_size_isExact(long size) {
    assertThat(event("{\"key\":\"a\",\"size\":" + size + "}").sizeBytes()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"1024\"|1024",
        "\" 5 \"|5",
        "\"5.0\"|5",
        "\"5e0\"|5",
        "5.0|5",
        "5e0|5",
        "1e3|1000",
        "0.0|0",
        "\"9223372036854775807\"|9223372036854775807",
        "-1|",
        "\"-1\"|",
        "1.5|",
        "\"1.5\"|",
        "9223372036854775808|",
        "\"9223372036854775808\"|",
        "9.3e18|",
        "1e999999999|",
        "\"1e999999999\"|",
        "\"1e-999999999\"|",
        "1e400|",
        "\"five\"|",
        "\"\"|",
        "\"0x10\"|",
        "true|",
        "{}|",
        "[1]|",
        "null|"
      })
  void read_sizeInAnotherForm_isReadOrNull(String size, @Nullable Long bytes) {
    assertThat(event("{\"key\":\"a\",\"size\":" + size + "}").sizeBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "[]", "true", "{}", "\"\\u0000\"", "\"é\"", "\"a b\"", "\"\\u202E\""})
  void read_hintsThatCannotBe_areNull(String odd) {
    ObjectEvent event =
        event("{\"key\":\"a\",\"eTag\":%1$s,\"versionId\":%1$s,\"sequencer\":%1$s}".formatted(odd));

    assertThat(event.eTag()).isNull();
    assertThat(event.versionId()).isNull();
    assertThat(event.sequencer()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1024, false", "1025, true", "65536, true"})
  void read_longHints_areNull(int length, boolean absent) {
    String text = "a".repeat(length);
    ObjectEvent event =
        event(
            "{\"key\":\"a\",\"eTag\":\"%1$s\",\"versionId\":\"%1$s\",\"sequencer\":\"%1$s\"}"
                .formatted(text));

    assertThat(event.eTag()).isEqualTo(absent ? null : text);
    assertThat(event.versionId()).isEqualTo(absent ? null : text);
    assertThat(event.sequencer()).isEqualTo(absent ? null : text);
  }

  @Test
  void read_versionIdNull_isNone() {
    assertThat(event("{\"key\":\"a\",\"versionId\":\"null\"}").versionId()).isNull();
    assertThat(event("{\"key\":\"a\",\"versionId\":\"nullx\"}").versionId()).isEqualTo("nullx");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"key\":7}|s3.object.key is 7, expected a string",
        "{\"key\":{\"a\":1}}|s3.object.key is {\"a\":1}, expected a string",
        "{\"key\":\"\"}|s3.object.key is missing or empty, expected a string",
        "{\"key\":null}|s3.object.key is missing or empty, expected a string",
        "null|s3.object.key is missing or empty, expected a string",
      })
  void read_wrongObject_namesFieldValueAndExpectation(String object, String problem) {
    assertThat(problem(Bodies.record(object))).isEqualTo(problem);
  }

  @Test
  void read_longWrongValue_isCutAndOnOneLine() {
    String value = "[\"" + "x".repeat(500) + "\\n\"]";

    assertThat(problem(Bodies.record("{\"key\":" + value + "}")))
        .hasSizeLessThan(150)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1.0\"", "\"3.0\"", "\"2\"", "\"20.1\"", "3.1"})
  void read_otherMajorVersion_isMalformed(String version) {
    assertThat(problem(Bodies.recordOf("a").replace("\"2.1\"", version)))
        .startsWith("eventVersion is " + version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1.0\"", "\"3.0\"", "\"\"", "7", "null"})
  void read_eventVersionOfAnotherStore_isItsOwn(String version) {
    String record = Bodies.record("\"minio:s3\"", "{\"key\":\"a\"}");

    assertThat(reader.read(Bodies.records(record.replace("\"2.1\"", version))).events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"eventVersion\":\"\",", "\"eventVersion\":null,", "\"eventVersion\":2.1,"})
  void read_withoutEventVersion_isRead(String version) {
    String record = Bodies.recordOf("a").replace("\"eventVersion\":\"2.1\",", version);

    assertThat(reader.read(Bodies.records(record)).events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T10:20:30.123Z, 2026-09-01T10:20:30.123Z",
    "2026-09-01 10:20:30.123456Z, 2026-09-01T10:20:30.123456Z",
    "2026-09-01T10:20:30+09:00, 2026-09-01T01:20:30Z",
    "yesterday,",
    "2026-13-01T00:00:00Z,",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z,",
    "0001-01-01T00:00:00Z,",
    "1733-01-01T00:00:00Z,",
    "-0001-01-01T00:00:00Z,",
    "-1000000000-01-01T00:00:00Z,",
    "+1000000000-12-31T23:59:59Z,",
    "+10000-01-01T00:00:00Z,",
    "9999-12-31T23:59:59Z,",
    "2026-09-02T12:00:00Z, 2026-09-02T12:00:00Z",
    "2026-09-02T12:00:01Z,",
    "99999999999999999999999999999999999999999999999999999999999999999999,",
  })
  void read_eventTime_isNullWhereItCannotBeRead(String sent, @Nullable Instant time) {
    String record =
        Bodies.recordOf("a").replace("{\"event", "{\"eventTime\":\"" + sent + "\",\"event");

    EventReader atNoon = new EventReader(() -> Instant.parse("2026-09-01T12:00:00Z"));
    assertThat(atNoon.read(Bodies.records(record)).events())
        .extracting(ObjectEvent::time)
        .containsExactly(time);
  }

  @Test
  void read_batchTaskWithoutABucketInItsArn_isMalformed() {
    Notification notification =
        reader.read(
            "{\"tasks\":[{\"taskId\":\"T1\",\"s3Key\":\"a\",\"s3BucketArn\":\"arn:aws:s3:::\"}]}");

    assertThat(notification.malformed())
        .containsExactly(
            new MalformedRecord(
                0,
                "T1",
                "s3BucketArn is \"arn:aws:s3:::\", expected an ARN that ends with a bucket name"));
  }

  @Test
  void read_wrongValueOfOddCharacters_isShownOnOneLine() {
    String key = "\u0085\u2028\u009b" + "😀".repeat(60);

    assertThat(problem(Bodies.record("{\"key\":[" + Bodies.quoted(key) + "]}")))
        .isEqualTo(
            "s3.object.key is [\"\\u0085\\u2028\\u009B" + "😀".repeat(37) + "…, expected a string");
  }
}
