package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Ends processes of the command line by signals, and resumes their runs. */
class ResumeIT {

  private static final String RULES =
      "{\"rules\": [{\"name\": \"first\", \"source\": {\"bucket\": \"src\", \"prefix\": \"a/\"},"
          + " \"destination\": {\"bucket\": \"dst\"}}, {\"name\": \"second\", \"source\":"
          + " {\"bucket\": \"src\", \"prefix\": \"b/\", \"events\": [\"CREATED\", \"REMOVED\"]},"
          + " \"destination\": {\"bucket\": \"dst\"}}]}";

  private static final int OBJECTS = 30;

  private final FakeS3 s3 = FakeS3.start();
  private final Map<String, String> environment = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  private Path folder;

  ResumeIT() {
    s3.createBucket("src");
    s3.createBucket("dst");
    s3.createBucket("state");
    CliRun.useStore(s3, environment);
    environment.put("S3SYNC_RULES", RULES);
  }

  @BeforeEach
  void plant() {
    for (int i = 0; i < OBJECTS; i++) {
      put("src", "a/" + i);
      put("src", "b/" + i);
    }
    put("dst", "b/extra");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private void put(String bucket, String key) {
    s3.client().putObject(p -> p.bucket(bucket).key(key), RequestBody.fromString(key));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(S3SyncCli.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static final String[] RECONCILE = {
    "reconcile", "--settle", "PT0S", "--max-delete-share", "1", "--workers", "2"
  };

  private static String[] with(String... more) {
    List<String> args = new ArrayList<>(List.of(RECONCILE));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Holds back the copies of the second rule, and returns a latch that ends when one waits. */
  private CountDownLatch holdCopies(CountDownLatch released) {
    CountDownLatch held = new CountDownLatch(1);
    s3.always(
        request -> request.operation().equals("CopyObject") && request.key().startsWith("b/2"),
        Fault.first(
            () -> {
              held.countDown();
              await(released);
            }));
    return held;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertAllEqual() {
    for (int i = 0; i < OBJECTS; i++) {
      String key = i + "";
      assertThat(s3.sameContent("src", "a/" + key, "dst", "a/" + key)).as(key).isTrue();
      assertThat(s3.sameContent("src", "b/" + key, "dst", "b/" + key)).as(key).isTrue();
    }
    assertThat(s3.bucket("dst").keys()).hasSize(2 * OBJECTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void signal_runEndsPromptlyWithExitCode2_andIsResumed(String signal) throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch held = holdCopies(released);
    String checkpoint = file("run.checkpoint");
    Process process =
        start(
            with(
                "--checkpoint", checkpoint, "--report", file("r.json"), "--report", file("r.csv")));
    await(held);
    String sent = signal.equals("INT") && Signals.ignoresInterrupts(process) ? "TERM" : signal;
    Signals.send(process, sent);
    waitFor("interrupted: ending after the objects in progress");
    released.countDown();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output("err")).isEqualTo(2);
    assertThat(output("err")).contains("to resume it, repeat the command with --resume");
    assertThat(output("out")).contains("the run was stopped before its end");
    assertThat(Path.of(checkpoint)).exists();
    s3.clearFaults();

    CliRun refused = CliRun.in(environment, with("--checkpoint", checkpoint));
    assertThat(refused.exitCode()).isEqualTo(64);
    assertThat(refused.err()).contains("exists; resume its run, or delete it to start again");
    CliRun run =
        CliRun.in(
            environment,
            with(
                "--checkpoint",
                checkpoint,
                "--resume",
                "--json",
                "--report",
                file("r.json"),
                "--report",
                file("r.csv")));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    JsonNode summary = Json.read(run.out());
    assertThat(summary.at("/total/found").intValue()).isEqualTo(2 * OBJECTS + 1);
    assertThat(summary.at("/total/unaccounted").intValue()).isZero();
    assertThat(summary.at("/resumedFrom").isTextual()).isTrue();
    assertAllEqual();
    assertThat(Path.of(checkpoint)).doesNotExist();
    assertReports(0);
  }

  private void waitFor(String text) throws Exception {
    for (int i = 0; i < 1000 && !output("err").contains(text); i++) {
      Thread.sleep(20);
    }
    assertThat(output("err")).contains(text);
  }

  /** Every object was copied or deleted, and is in both reports. */
  private void assertReports(int mayBeMissing) throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String line : Files.readAllLines(folder.resolve("r.json"))) {
      keys.add(Json.read(line).at("/replica/key").textValue());
    }
    assertThat(keys).hasSizeBetween(2 * OBJECTS + 1 - mayBeMissing, 2 * OBJECTS + 1);
    List<String> csv = Files.readAllLines(folder.resolve("r.csv"));
    assertThat(csv).filteredOn(line -> line.startsWith("verdict,")).hasSize(1);
    assertThat(csv.stream().skip(1).map(line -> line.split(",", -1)[9].replace("%2F", "/")))
        .containsAll(keys);
  }

  @Test
  void killed_run_isResumed() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch held = holdCopies(released);
    Process process =
        start(
            with(
                "--checkpoint",
                "s3://state/run",
                "--report",
                file("r.json"),
                "--report",
                file("r.csv")));
    await(held);
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    s3.clearFaults();
    released.countDown();
    assertThat(s3.bucket("state").keys()).containsExactly("run");
    for (String report : List.of("r.json", "r.csv")) {
      Files.writeString(folder.resolve(report), "\"torn", StandardOpenOption.APPEND);
    }
    CliRun run =
        CliRun.in(
            environment,
            with(
                "--checkpoint",
                "s3://state/run",
                "--resume",
                "--report",
                file("r.json"),
                "--report",
                file("r.csv")));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).contains("resuming the run of the checkpoint s3://state/run");
    assertAllEqual();
    assertThat(s3.bucket("state").keys()).isEmpty();
    assertReports(2);
  }

  @Test
  void killed_runOfGivenKeys_isResumedAndAChangedFileIsRefused() throws Exception {
    Path keys = folder.resolve("keys.txt");
    StringBuilder text = new StringBuilder();
    for (String prefix : List.of("a/", "b/")) {
      for (int i = 0; i < OBJECTS; i++) {
        text.append(prefix).append(i).append('\n');
      }
    }
    Files.writeString(keys, text.append("b/extra\n"));
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch held = holdCopies(released);
    String checkpoint = file("run.checkpoint");
    String[] args =
        with("--checkpoint", checkpoint, "--from", "keys:" + keys, "--report", file("r.json"));
    Process process = start(args);
    await(held);
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    s3.clearFaults();
    released.countDown();

    List<String> resume = new ArrayList<>(List.of(args));
    resume.add("--resume");
    Files.writeString(keys, "b/0\n", StandardOpenOption.APPEND);
    assertUsage("belongs to another run: given keys was keys of", resume.toArray(String[]::new));
    Files.writeString(keys, text);
    CliRun run = CliRun.in(environment, resume.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("the run was resumed");
    assertAllEqual();
    assertThat(Path.of(checkpoint)).doesNotExist();
  }

  @Test
  void resume_withoutCheckpoint_startsFromTheBeginning() {
    CliRun run = CliRun.in(environment, with("--checkpoint", file("c"), "--resume"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("there is no checkpoint", "starts from the beginning");
    assertAllEqual();
  }

  @Test
  void resume_wrongUse_exitsWith64() throws IOException {
    assertUsage("--resume is given without --checkpoint", with("--resume"));
    assertUsage(
        "the input of --from cannot be read again by a resumed run, expected a file",
        with("--checkpoint", file("c"), "--from", "-"));
    assertThat(Path.of(file("c"))).doesNotExist();
    assertUsage(
        "is among the objects that rule 'second' compares",
        with("--checkpoint", "s3://dst/b/checkpoint"));
    Files.writeString(folder.resolve("c"), "{}\n");
    assertUsage("cannot be used", with("--checkpoint", file("c"), "--resume"));
    assertThat(s3.bucket("dst").keys()).hasSize(1);
  }

  private void assertUsage(String message, String... args) {
    CliRun run = CliRun.in(environment, args);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(64);
    assertThat(run.err()).contains(message);
  }
}
