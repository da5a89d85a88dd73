package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.cli.output.Json;
import io.github.s3sync.testing.FakeS3;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

class CopyCommandIT {

  private final FakeS3 s3 = FakeS3.start();

  CopyCommandIT() {
    s3.createBucket("src", "111111111111");
    s3.createBucket("dst", "222222222222");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void copy_severalObjects_areReplicatedWithTheirTags() {
    put("in/한글 a+b%20.txt", "content");
    put("in/sub/b", "");

    CliRun run = copy("s3://src/in/한글 a+b%20.txt", "s3://src/in/sub/b");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "s3://src/in/한글 a+b%20.txt -> s3://dst/bdp/한글 a+b%20.txt  7 bytes, 0 parts",
            "s3://src/in/sub/b -> s3://dst/bdp/sub/b  0 bytes");
    assertThat(s3.sameContent("src", "in/한글 a+b%20.txt", "dst", "bdp/한글 a+b%20.txt")).isTrue();
    assertThat(s3.bucket("dst").tags("bdp/sub/b")).containsEntry("a", "1");
  }

  @Test
  void copy_json_isAnArrayOfOutcomes() {
    put("in/a", "content");

    CliRun run = copy("s3://src/in/a", "s3://src/in/gone", "s3://src/out/b", "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(Json.read(run.out()).at("/0/outcome").textValue()).isEqualTo("copied");
    assertThat(Json.read(run.out()).at("/0/bytes").intValue()).isEqualTo(7);
    assertThat(Json.read(run.out()).at("/1/reason").textValue()).isEqualTo("SOURCE_GONE");
    assertThat(Json.read(run.out()).at("/2/reason").textValue()).isEqualTo("NO_RULE");
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/a");
  }

  @Test
  void copy_jsonOfAnOddKey_isTheKey() {
    put("in/two\nlines", "content");

    assertThat(Json.read(copy("s3://src/in/two\nlines", "--json").out()).at("/0/replica").asText())
        .isEqualTo("s3://dst/bdp/two\nlines");
  }

  @Test
  void copy_permissionMissing_saysSoAndExitsWith1() {
    put("in/a", "content");
    s3.deny("*", "s3:PutObject", "dst");

    CliRun run = copy("s3://src/in/a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("s3://src/in/a  FAILED, ACCESS_DENIED: ");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void copy_ruleWithADate_needsTheDate() {
    put("in/a", "content");

    CliRun run = copyByDate("s3://src/in/a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("KEY_UNMAPPABLE");
    assertThat(run.err()).contains("a rule's keys contain the date of the event, expected --date");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-28, 2026/11/28/00",
    "2026-11-28T22:59:59Z, 2026/11/28/22",
    "2026-11-28T23:00:00Z, 2026/11/28/23"
  })
  void copy_date_isTheDateOfTheKeys(String date, String expected) {
    put("in/a", "content");
    put("in/b", "content");

    CliRun run = copyByDate("s3://src/in/a", "s3://src/in/b", "--date", date);

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(s3.bucket("dst").keys()).containsExactly(expected + "/a", expected + "/b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copy_dateModified_isThatOfEachObject(boolean isRecursive) {
    put("in/a", "content");
    Instant modified = s3.client().headObject(h -> h.bucket("src").key("in/a")).lastModified();

    CliRun run =
        isRecursive
            ? copyByDate("--recursive", "s3://src/in/", "--date", "modified")
            : copyByDate("s3://src/in/a", "--date", "modified");

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(s3.bucket("dst").keys())
        .containsExactly(
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC).format(modified)
                + "/a");
  }

  @Test
  void copy_dateThatIsNone_saysWhatIsExpected() {
    CliRun run = copyByDate("s3://src/in/a", "--date", "28.11.2026");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("28.11.2026", "expected a date such as 2026-11-29");
  }

  @Test
  void copy_prefix_copiesEveryObjectThatARuleMatches() {
    for (String key : new String[] {"in/a", "in/b/한 글+%20", "in/b/two\nlines", "other/c"}) {
      put(key, key);
    }

    CliRun run = copy("--recursive", "s3://src/in/b/", "s3://src/other");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(s3.bucket("dst").keys())
        .containsExactlyInAnyOrder("bdp/b/한 글+%20", "bdp/b/two\nlines");
    assertThat(run.out()).hasLineCount(2).doesNotContain("other/c");
    assertThat(copy("-R", "s3://src").exitCode()).isZero();
    assertThat(s3.bucket("dst").keys()).contains("bdp/a").hasSize(3);
  }

  @Test
  void copy_morePrefixedObjectsThanOnePage_copiesAll() {
    for (int i = 0; i < 1_100; i++) {
      put("in/many/" + i, "");
    }
    assertThat(copy("-R", "s3://src/in/many/").out()).hasLineCount(1_100);
    assertThat(s3.bucket("dst").keys()).hasSize(1_100);
  }

  @Test
  void copy_prefixWithoutRecursive_givesAHint() {
    put("in/b/c", "content");

    for (String uri : new String[] {"s3://src/in/b/", "s3://src/in/b/*"}) {
      CliRun run = copy(uri);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("not copied, SOURCE_GONE; ", "--recursive copies all");
    }
    assertThat(copy("s3://src/in/gone").out()).doesNotContain("--recursive");
  }

  @Test
  void copy_prefixWithoutObjects_saysSoAndExitsWith1() {
    CliRun run = copy("-R", "s3://src/in/none/");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("s3sync: no object was found, expected at least one\n");
  }

  @Test
  void copy_prefixThatMayNotBeListed_namesItAndExitsWith1() {
    s3.deny("*", "s3:ListBucket", "src");

    CliRun run = copy("-R", "s3://src/in/");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("s3sync: s3://src/in/ cannot be listed: ")
        .contains("s3:ListBucket", "403")
        .hasLineCount(1);
  }

  @Test
  void copy_dateOfAnObjectThatMayNotBeRead_namesItAndExitsWith1() {
    put("in/a", "content");
    s3.deny("*", "s3:GetObject", "src");

    CliRun run = copyByDate("s3://src/in/a", "--date", "modified");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("s3sync: s3://src/in/a cannot be looked up: ")
        .contains("403")
        .hasLineCount(1);
  }

  @Test
  void copy_prefixThatNoRuleMatches_saysSoAndExitsWith1() {
    put("other/a", "1");
    CliRun run = copy("-R", "s3://src/other/");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("s3sync: no rule matches any of the 1 objects found\n");
  }

  @Test
  void copy_bucketOfNoRule_isOneLineAndExitCode2() {
    CliRun run = copy("-R", "s3://another/in/");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no rule has the source bucket 'another'").hasLineCount(1);
  }

  @Test
  void copy_standardInput_isAListOfObjects() {
    put("in/a", "1");
    put("in/b c", "2");
    put("in/two\nlines", "3");

    assertThat(copyInput("s3://src/in/a\r\n\ns3://src/in/b c\n", "-").out()).hasLineCount(2);
    assertThat(copyInput("s3://src/in/two\nlines\0", "-0", "-").exitCode()).isZero();
    assertThat(s3.bucket("dst").keys())
        .containsExactlyInAnyOrder("bdp/a", "bdp/b c", "bdp/two\nlines");

    CliRun wrong = copyInput("s3://src/in/a\nno-uri\n", "-");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("line 2 of standard input: it is 'no-uri', expected s3://bucket/key")
        .hasLineCount(1);
    assertThat(copyInput("", "-").exitCode()).isEqualTo(1);
    assertThat(copyInput("", "-R", "-").err()).contains("--recursive expects prefixes");
  }

  @Test
  void copy_sourceIsGoneUnderARuleThatDeletes_keepsTheReplicaUnlessToldToDelete() {
    put("in/a", "content");
    String rules =
        "{\"rules\": [{\"name\": \"r\", \"source\": {\"bucket\": \"src\","
            + " \"events\": [\"CREATED\", \"REMOVED\"]}, \"destination\": {\"bucket\": \"dst\"}}]}";
    assertThat(copyInput(rules, "-r", "-", "s3://src/in/a").exitCode()).isZero();
    s3.client().deleteObject(d -> d.bucket("src").key("in/a"));

    CliRun kept = copyInput(rules, "-r", "-", "s3://src/in/a");

    assertThat(kept.exitCode()).isEqualTo(1);
    assertThat(kept.out())
        .isEqualTo("s3://src/in/a  does not exist, kept s3://dst/in/a; --delete deletes it\n");
    assertThat(s3.bucket("dst").keys()).containsExactly("in/a");

    CliRun deleted = copyInput(rules, "-r", "-", "--delete", "s3://src/in/a");

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.out()).isEqualTo("s3://src/in/a  does not exist, deleted s3://dst/in/a\n");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void copy_deletedReplicaAsJson_isReportedAsDeleted() {
    put("in/a", "content");
    String rules =
        "{\"rules\": [{\"name\": \"r\", \"source\": {\"bucket\": \"src\","
            + " \"events\": [\"CREATED\", \"REMOVED\"]}, \"destination\": {\"bucket\": \"dst\"}}]}";
    copyInput(rules, "-r", "-", "s3://src/in/a");
    s3.client().deleteObject(d -> d.bucket("src").key("in/a"));

    CliRun run = copyInput(rules, "-r", "-", "--delete", "--json", "s3://src/in/a");

    assertThat(Json.read(run.out()).at("/0/outcome").textValue()).isEqualTo("deleted");
  }

  private CliRun copyInput(String input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return copy(args);
    } finally {
      System.setIn(before);
    }
  }

  private void put(String key, String content) {
    s3.client()
        .putObject(p -> p.bucket("src").key(key).tagging("a=1"), RequestBody.fromString(content));
  }

  private CliRun copyByDate(String... objects) {
    return copyTo("s3://dst/{date:yyyy/MM/dd/HH}/{filename}", objects);
  }

  private CliRun copy(String... objects) {
    return copyTo("s3://dst/bdp/", objects);
  }

  private CliRun copyTo(String destination, String... objects) {
    Map<String, String> environment = new HashMap<>();
    CliRun.useStore(s3, environment);
    environment.put("S3SYNC_SOURCE", "s3://src/in/");
    environment.put("S3SYNC_DESTINATION", destination);
    String[] args = new String[objects.length + 1];
    args[0] = "copy";
    System.arraycopy(objects, 0, args, 1, objects.length);
    return CliRun.in(environment, args);
  }
}
