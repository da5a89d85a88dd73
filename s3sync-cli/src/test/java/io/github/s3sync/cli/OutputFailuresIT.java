package io.github.s3sync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.SqsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Runs comparisons whose reports, standard output or messages cannot be written. */
class OutputFailuresIT {

  private static final String OLD = "the report of an earlier run\n";

  private final FakeS3 s3 = FakeS3.start();
  private final Map<String, String> environment = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  @BeforeEach
  void plant() {
    s3.createBucket("src");
    s3.createBucket("dst");
    CliRun.useStore(s3, environment);
    environment.put("S3SYNC_SOURCE", "s3://src/in/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/in/");
    s3.client().putObject(p -> p.bucket("src").key("in/a"), RequestBody.fromString("a"));
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private CliRun run(String... args) {
    return CliRun.in(environment, args);
  }

  private Path old(String name) throws IOException {
    return Files.writeString(folder.resolve(name), OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.json", "r.csv", "r.html"})
  void refusedRun_leavesReportsOfEarlierRunsAsTheyAre(String name) throws IOException {
    Path report = old(name);
    Path checkpoint = Files.writeString(folder.resolve("checkpoint"), "{}");
    for (List<String> wrong :
        List.of(
            List.of("--checkpoint", checkpoint.toString()),
            List.of("--max-cost", "0"),
            List.of("--rule", "other"),
            List.of("--bytes", "2"))) {
      String[] args = {
        "backfill", "--report", report.toString(), wrong.get(0), wrong.get(1), "--no-progress"
      };
      CliRun run = run(args);
      assertThat(run.exitCode()).as(wrong + run.err()).isEqualTo(64);
      assertThat(report).hasContent(OLD);
    }
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.json", "r.csv", "r.html"})
  void newRun_replacesReportsOfEarlierRuns(String name) throws IOException {
    Path report = old(name);
    assertThat(run("verify", "--report", report.toString()).exitCode()).isZero();
    assertThat(Files.readString(report)).doesNotContain(OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.json", "r.csv"})
  void report_cannotBeWrittenDuringTheRun_isOneLineAndExitCode2(String name) throws IOException {
    Path full = Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/full"));
    CliRun run = run("verify", "--settle", "PT0S", "--yes", "--report", full.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "s3sync: --report "
                + full
                + " cannot be written: No space left on device; the run was ended");
  }

  @Test
  void standardOutput_cannotBeWritten_isNotSuccess() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    for (Map.Entry<String, Integer> command :
        Map.of("backfill", 2, "verify", 2, "explain", 1).entrySet()) {
      String[] args =
          command.getKey().equals("explain")
              ? new String[] {"explain", "s3://src/in/a"}
              : new String[] {command.getKey(), "--json", "--yes"};
      int exitCode =
          S3SyncCli.run(
              environment,
              new PrintStream(full, true, UTF_8),
              new PrintStream(err, true, UTF_8),
              args);
      assertThat(exitCode).as(command.getKey() + err).isEqualTo(command.getValue());
      assertThat(err.toString(UTF_8)).contains("s3sync: standard output could not be written");
    }
  }

  @Test
  void queue_doesNotExist_isRefusedBeforeTheRun() {
    try (SqsServer sqs = SqsServer.start()) {
      String queue = sqs.createQueue("q");
      withSqs(
          sqs,
          () -> {
            for (String wrong : List.of(queue + "-2", "q")) {
              CliRun run = run("backfill", "--yes", "--queue", wrong);
              assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(64);
              assertThat(run.err().lines()).hasSize(1);
              assertThat(run.err()).contains("s3sync: --queue is '" + wrong + "'");
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "backfill --queue URL, --queue, 64",
    "backfill --all --queue URL, --queue, 64",
    "reconcile --queue URL, --queue, 64",
    "redrive --queue URL --dead-letter-queue https://sqs/1/d, --queue, 2",
    "redrive --queue URL, --queue, 2",
    "redrive --dead-letter-queue URL, --dead-letter-queue, 2"
  })
  void queue_fifo_isRefusedBeforeTheRun(String line, String option, int exitCode) {
    String url = "https://sqs.us-east-1.amazonaws.com/111122223333/q.fifo";
    CliRun run = run((line.replace("URL", url) + (exitCode == 64 ? " --yes" : "")).split(" "));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains(option + " is '" + url + "', a FIFO queue, expected a standard queue: ");
    assertThat(s3.operations()).doesNotContain("ListObjectsV2", "CopyObject");
  }

  @Test
  void queue_doesNotAnswer_isOneLineAndExitCode2() {
    SqsServer sqs = SqsServer.start();
    String queue = sqs.createQueue("q");
    sqs.close();
    withSqs(
        sqs,
        () -> {
          CliRun run = run("backfill", "--yes", "--queue", queue);
          assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
          assertThat(run.err().lines()).hasSize(1);
        });
  }

  private static void withSqs(SqsServer sqs, Runnable test) {
    Map<String, String> properties =
        Map.of(
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test",
            "aws.region", "us-east-1",
            "aws.endpointUrlSqs", sqs.endpoint().toString());
    properties.forEach(System::setProperty);
    try {
      test.run();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
