package io.github.s3sync.fuzz;

import io.github.s3sync.event.Bodies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The seeds of fuzzing: every supported format, and inputs that have broken readers before. */
final class Corpus {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String MEBIBYTE = "x".repeat(1 << 20);
  private static final String RULE =
      """
      {"rules": [{
        "name": "r",
        "source": {"bucket": "src", "prefix": "in/", "suffix": ".txt", "glob": "in/**/{a,b}*[!x].txt",
          "regex": "in/(?<year>[0-9]+)/(.*)", "excludePrefixes": ["in/tmp/"], "minSizeBytes": 1,
          "maxSizeBytes": 9, "events": ["CREATED", "RESTORED"], "expectedOwner": "111111111111"},
        "destinations": [
          {"bucket": "dst", "key": "{year}/{date:yyyy/MM}/{basename}{extension}", "region": "eu-west-1"},
          {"bucket": "two", "key": {"replacePrefix": {"from": "in/", "to": "out/"}},
            "role": {"arn": "arn:aws:iam::111111111111:role/r", "externalId": "x-1", "sessionName": "s"}},
          {"bucket": "three", "credentials": "c", "endpoint": "https://store.example.com:9000"},
          {"bucket": "arn:aws:s3:eu-west-1:111111111111:accesspoint/a", "key": {"flatten": "x/"}}],
        "options": {"acl": "none", "tags": false, "overwrite": false, "storageClass": "GLACIER",
          "encryption": {"algorithm": "aws:kms", "kmsKeyId": "k", "bucketKey": true},
          "checksumAlgorithm": "SHA256", "recheckAfter": "PT1.5S", "requestPayer": true,
          "objectLock": {"mode": "GOVERNANCE", "retention": "P30D", "legalHold": true}}}]}
      """;

  private Corpus() {}

  static Stream<String> bodies() {
    return Stream.concat(files("events"), Stream.concat(odd(), oddBodies()));
  }

  /** Texts up to and slightly above the size limit; too large to mutate. */
  static Stream<String> hugeBodies() {
    return Stream.of(
        Bodies.recordOf(MEBIBYTE.substring(1_000)),
        Bodies.records(Bodies.recordOf(MEBIBYTE.substring(1_000))),
        Bodies.records(Bodies.recordOf("%".repeat(1_000_000))),
        Bodies.records(Bodies.recordOf("\u0000".repeat(1_000_000))),
        Bodies.records("0" + ",0".repeat(499_999)),
        "[0" + ",0".repeat(499_999) + "]",
        Bodies.records("{}" + ",{}".repeat(99_999)),
        Bodies.records(many(Bodies.record("{\"key\":\"a\"}"), 5_000)),
        "{\"tasks\":[{}" + ",{}".repeat(99_999) + "]}",
        "[".repeat(1_000_000),
        "{\"a\":".repeat(200_000),
        "{\"" + MEBIBYTE.substring(10) + "\":1}",
        "{\"source\":\"" + MEBIBYTE.substring(20) + "\"}",
        "{\"Records\":[" + "9".repeat(1_000_000) + "]}",
        MEBIBYTE + MEBIBYTE,
        "한".repeat(400_000));
  }

  static Stream<String> rules() {
    return Stream.concat(Stream.of(RULE), Stream.concat(files("config"), odd()));
  }

  static Stream<String> hugeRules() {
    return Stream.of(
            MEBIBYTE.substring(2_000),
            "[^/]".repeat(200_000),
            "(".repeat(400_000),
            "(" + "😀".repeat(2_000),
            "((" + "😀".repeat(2_000),
            "*".repeat(900_000),
            "?".repeat(900_000),
            "{a,b}".repeat(180_000),
            "[a-z]".repeat(180_000),
            "{key}".repeat(180_000),
            "{date:" + "[".repeat(900_000) + "}",
            "{date:" + "p".repeat(900_000) + "y}",
            "{date:" + "yyyy'".repeat(180_000) + "}")
        .flatMap(
            text ->
                Stream.of("prefix", "glob", "regex", "name", "key")
                    .map(field -> rule(field, Bodies.quoted(text))));
  }

  static Stream<String> environments() {
    return Stream.of(
            "S3SYNC_RULES=" + RULE,
            "S3SYNC_RULES=classpath:config/rules.json",
            "S3SYNC_RULES=classpath:",
            "S3SYNC_RULES=classpath:../\u2028",
            "S3SYNC_RULES=file:",
            "S3SYNC_RULES=file:no/such\u2028",
            "S3SYNC_SOURCE=s3://src/in/\0S3SYNC_DESTINATION=s3://dst/bdp/{filename}",
            "S3SYNC_SOURCE=s3://src/in/\0S3SYNC_DESTINATION=s3://dst/{{x}}/\0S3SYNC_ACL=none"
                + "\0S3SYNC_TAGS=false\0S3SYNC_SOURCE_OWNER=111111111111"
                + "\0S3SYNC_DESTINATION_OWNER=111111111111\0S3SYNC_DESTINATION_REGION=eu-west-1"
                + "\0S3SYNC_DESTINATION_ROLE_ARN=arn:aws:iam::111111111111:role/r"
                + "\0S3SYNC_DESTINATION_EXTERNAL_ID=x-1\0S3SYNC_DESTINATION_SESSION_NAME=s"
                + "\0S3SYNC_DESTINATION_ENDPOINT=aws\0S3SYNC_DESTINATION_CREDENTIALS=c"
                + "\0S3SYNC_CONCURRENCY=8\0S3SYNC_MULTIPART_THRESHOLD_BYTES=5242880"
                + "\0S3SYNC_PART_SIZE_BYTES=5242880\0access_key=a\0secret_key=b"
                + "\0AWS_REGION=eu-west-1\0AWS_ENDPOINT_URL=http://localhost:9000",
            "S3SYNC_SUORCE=\u0085",
            "AWS_REGION=\u0001\0AWS_ENDPOINT_URL_S3=http://[::1]:99999",
            "access_key=a",
            "S3SYNC_CONCURRENCY=999999999999999999999")
        .map(text -> text + "\0");
  }

  /** Texts that no JSON reader accepts. */
  private static Stream<String> odd() {
    return Stream.of(
        "",
        " ",
        "null",
        "\"\"",
        "0",
        "\u0000",
        "\uFEFF{}",
        "{\"a\":\"\u2028\u0085\"}",
        "{\"\u009b\u2028\":1}",
        "{\"\\ud800\":\"\\udc00\"}",
        "{\"a\":\uD800}",
        "{\"a\":1e999999999}",
        "{\"a\":-" + "9".repeat(200) + "}",
        "{\"a\":NaN}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "/* */ {}",
        "[".repeat(200),
        "{\"a\":".repeat(20) + "1" + "}".repeat(20));
  }

  private static Stream<String> oddBodies() {
    String record = Bodies.recordOf("a");
    String one = Bodies.records(record);
    return Stream.of(
        "{\"Records\":[" + record + "],\"Records\":[]}",
        "{\"Records\":[" + record + "," + record + "],\"Records\":[" + record + "]}",
        Bodies.records(Bodies.record("{\"key\":\"a\",\"key\":\"b\"}")),
        Bodies.records(Bodies.record("{\"key\":\"a\",\"size\":1e400}")),
        Bodies.records(Bodies.record("{\"key\":\"a\",\"size\":\"\u2028\u0085\"}")),
        Bodies.records(Bodies.record("{\"key\":\"a\",\"size\":" + "9".repeat(90) + "}")),
        Bodies.records(Bodies.record("{\"key\":\"\\ud83d\"}")),
        Bodies.records(Bodies.record("{\"key\":\"%ED%A0%80\\u0000\"}")),
        Bodies.records("null", "[]", "7", "\"\"", "{}"),
        Bodies.records("{\"eventSource\":\"\u009b" + "😀".repeat(60) + "\"}"),
        Bodies.records(envelope(envelope(envelope(one)))),
        Bodies.records(envelope(Bodies.records(envelope(one), record, "0"))),
        "{\"source\":\"aws.s3\",\"detail-type\":\"\u2028\",\"time\":\"+999999999-13-45T\"}",
        "{\"Type\":\"Notification\",\"Message\":\"{\"}",
        one.substring(0, one.length() - 5));
  }

  private static String envelope(String body) {
    return "{\"eventSource\":\"aws:sqs\",\"body\":" + Bodies.quoted(body) + "}";
  }

  private static String rule(String field, String json) {
    boolean ofSource = !field.equals("name") && !field.equals("key");
    return "{\"rules\":[{\"name\":"
        + (field.equals("name") ? json : "\"r\"")
        + ",\"source\":{\"bucket\":\"src\""
        + (ofSource ? ",\"" + field + "\":" + json : "")
        + "},\"destination\":{\"bucket\":\"dst\""
        + (field.equals("key") ? ",\"key\":" + json : "")
        + "}}]}";
  }

  private static String[] many(String text, int times) {
    return Stream.generate(() -> text).limit(times).toArray(String[]::new);
  }

  private static Stream<String> files(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      List<String> texts =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(Corpus::text)
              .toList();
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
