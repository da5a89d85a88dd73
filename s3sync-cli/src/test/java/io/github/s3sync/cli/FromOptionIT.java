package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.testing.FakeS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Runs the comparing commands with {@code --from}. */
class FromOptionIT {

  private static final String NEWLINE_KEY = "in/a\nb,\"한글\"\r";

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  private final FakeS3 s3 = FakeS3.start();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
    CliRun.useStore(s3, environment);
    environment.put(
        "S3SYNC_RULES",
        "{\"rules\": [{\"name\": \"r\", \"source\": {\"bucket\": \"src\", \"prefix\": \"in/\","
            + " \"events\": [\"CREATED\", \"REMOVED\"]}, \"destination\": {\"bucket\":"
            + " \"dst\"}}]}");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private void put(String bucket, String key, String content) {
    s3.client().putObject(p -> p.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  private CliRun run(String... args) {
    return CliRun.in(environment, args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.json", "report.csv"})
  void from_reportOfAVerification_repairsItsDifferencesOnly(String name) {
    put("src", NEWLINE_KEY, "a");
    put("src", "in/other", "one");
    put("dst", "in/other", "two");
    put("dst", "in/extra", "x");
    String report = folder.resolve(name).toString();
    assertThat(run("verify", "--settle", "PT0S", "--report", report).exitCode()).isEqualTo(1);
    put("src", "in/later", "not in the report");
    s3.clearRequests();

    CliRun run =
        run(
            "reconcile",
            "--settle",
            "PT0S",
            "--max-delete-share",
            "1",
            "--from",
            "report:" + report);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("found 3 objects", "copied 2", "deleted 1");
    assertThat(s3.bucket("dst").keys()).containsExactly(NEWLINE_KEY, "in/other");
    assertThat(s3.requests())
        .as("only the key of the source that was not found is listed")
        .filteredOn(request -> request.operation().startsWith("List"))
        .extracting(request -> request.query().get("prefix"))
        .containsOnly("in/extra");
  }

  @Test
  void from_theFileOfAReport_isRefusedBeforeItIsOverwritten() throws IOException {
    Path report = folder.resolve("r.json");
    Files.writeString(report, "{\"source\":{\"key\":\"in/a\"}}\n");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), report);
    for (Path written : List.of(report, link, folder.resolve("./r.json"))) {
      CliRun run = run("reconcile", "--from", "report:" + report, "--report", written.toString());
      assertThat(run.exitCode()).isEqualTo(64);
      assertThat(run.err()).contains("--report " + written + " is the input of --from");
    }
    assertThat(report).hasContent("{\"source\":{\"key\":\"in/a\"}}");
  }

  @Test
  void report_sameFileTwice_isRefused() {
    String report = folder.resolve("r.csv").toString();
    CliRun run = run("verify", "--report", report, "--report", report);
    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("--report " + report + " is given twice");
  }

  @Test
  void from_noKeys_isSaid() throws IOException {
    Path keys = Files.writeString(folder.resolve("keys.txt"), "");
    assertThat(run("verify", "--from", "keys:" + keys).err()).contains("--from has no keys");
  }

  @Test
  void report_cannotBeWrittenAtTheEnd_isOneLineAfterTheSummary() throws IOException {
    put("src", "in/a", "a");
    // A page is written at the end, when nothing can be written to this device.
    Path full = Files.createSymbolicLink(folder.resolve("r.html"), Path.of("/dev/full"));
    CliRun run = run("backfill", "--report", full.toString());
    assertThat(run.out()).contains("copied 1");
    assertThat(run.err())
        .contains("s3sync: --report " + full + " cannot be written")
        .doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void from_keys_areComparedAndOthersAreExcluded() throws IOException {
    put("src", "in/한글 a", "a");
    put("src", "elsewhere", "a");
    Path keys = folder.resolve("keys.txt");
    Files.writeString(keys, "in/한글 a\r\ns3://src/in/no such\nelsewhere\n");
    CliRun run = run("backfill", "--from", "keys:" + keys);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "MISSING   s3://src/in/한글 a -> s3://dst/in/한글 a  copied",
            "EXCLUDED  s3://src/in/no such -> s3://dst/in/no such  REPLICA_GONE",
            "keys that no rule applies to",
            "missing 1, excluded 1");
    assertThat(s3.bucket("dst").keys()).containsExactly("in/한글 a");
  }

  /** Otherwise the report of another environment would end as if both sides were equal. */
  @Test
  void from_keysOfNoRule_isNoSuccess() throws IOException {
    Path report = folder.resolve("r.json");
    Files.writeString(
        report, "{\"source\":{\"bucket\":\"other\",\"key\":\"in/a\"},\"verdict\":\"MISSING\"}\n");
    CliRun run = run("verify", "--from", "report:" + report);
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains("s3sync: --from: no rule applies to any of its 1 keys");
  }

  @Test
  void from_standardInput_isRead() {
    put("src", "in/a", "a");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("in/a\n".getBytes(StandardCharsets.UTF_8)));
    try {
      JsonNode json = Json.read(run("verify", "--settle", "PT0S", "--from", "-", "--json").out());
      assertThat(json.at("/total/verdicts/MISSING").intValue()).isEqualTo(1);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void from_badLineOfAFile_isOneErrorAndNothingIsDone() throws IOException {
    put("src", "in/a", "a");
    Path report = folder.resolve("r.json");
    Files.writeString(report, "{\"source\":{\"key\":\"in/a\"}}\n{\"source\":\n");
    CliRun run = run("backfill", "--from", "report:" + report);
    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("--from report:" + report + ", line 2: not JSON");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void from_badLineOfStandardInput_makesTheRunIncomplete() {
    put("src", "in/a", "a");
    InputStream before = System.in;
    String text = "in/a\n" + "x".repeat(5_000);
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      CliRun run = run("backfill", "--from", "-");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).contains("INCOMPLETE: line 2: longer than");
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verify --from file", "verify --from keys:/nowhere/at/all", "verify --from keys:"})
  void from_wrongUse_exitsWith64(String line) {
    CliRun run = run(line.split(" "));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(64);
    assertThat(run.err().lines()).hasSize(1);
  }
}
