package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.SqsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Runs {@code verify}, {@code backfill} and {@code reconcile}, and checks their exit codes. */
class ReconcileCommandsIT {

  private static final String RULES =
      "{\"rules\": [{\"name\": \"r\", \"source\": {\"bucket\": \"src\", \"prefix\": \"in/\","
          + " \"events\": [\"CREATED\", \"REMOVED\"]}, \"destination\": {\"bucket\": \"dst\","
          + " \"key\": \"out/{key}\"}}]}";

  private final FakeS3 s3 = FakeS3.start();
  private final Map<String, String> environment = new HashMap<>();

  ReconcileCommandsIT() {
    s3.createBucket("src");
    s3.createBucket("dst");
    CliRun.useStore(s3, environment);
    environment.put("S3SYNC_RULES", RULES);
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

  private void plant() {
    put("src", "in/same", "same");
    put("dst", "out/in/same", "same");
    put("src", "in/missing 한글", "missing");
    put("src", "in/other", "one");
    put("dst", "out/in/other", "two");
    put("dst", "out/in/extra", "extra");
  }

  /** A worker that compares bytes reads both objects at the same time. */
  @ParameterizedTest
  @CsvSource({"CopyObject, backfill --yes", "GetObject, verify --bytes all --settle PT0S"})
  void run_manyWorkers_eachHasItsConnections(String operation, String command) {
    int workers = 120;
    for (int i = 0; i < workers; i++) {
      put("src", "in/" + i, "a");
      if (command.startsWith("verify")) {
        put("dst", "out/in/" + i, "a");
      }
    }
    CountDownLatch started = new CountDownLatch(workers);
    AtomicInteger alone = new AtomicInteger();
    s3.always(
        request -> request.operation().equals(operation) && request.bucket().equals("dst"),
        Fault.first(
            () -> {
              started.countDown();
              if (!awaits(started)) {
                alone.incrementAndGet();
              }
            }));
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.addAll(List.of("--workers", "" + workers));
    run(args.toArray(String[]::new));
    assertThat(started.getCount()).isZero();
    assertThat(alone).hasValue(0);
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void verify_differences_areListedAndExitWith1() {
    plant();
    CliRun run = run("verify", "--settle", "PT0S");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "MISSING   s3://src/in/missing 한글 -> s3://dst/out/in/missing 한글",
            "DIFFERS   s3://src/in/other -> s3://dst/out/in/other  CONTENT",
            "EXTRA     s3://src/in/extra -> s3://dst/out/in/extra",
            "found 4 objects: 3 sources with 14 bytes, 3 objects among the replicas",
            "same 1, missing 1, differs 1, extra 1",
            "3 differences remain");
    assertThat(s3.bucket("dst").keys()).hasSize(3);
  }

  @Test
  void verify_youngObjects_areInFlightByDefault() {
    plant();
    CliRun run = run("verify");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "same 1, in flight 3",
            "3 objects changed too recently to be judged: compare them again later; no other"
                + " difference remains")
        .doesNotContain("the replicas are equal");
  }

  @Test
  void verify_replicaWithoutSource_saysThatTheRunWaits() {
    plant();
    CliRun run = run("verify", "--settle", "PT0.05S");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out()).contains("EXTRA     s3://src/in/extra");
    assertThat(run.err())
        .containsOnlyOnce("1 replicas have no source. They are looked up again")
        .contains("--settle PT0S does not wait");
  }

  @Test
  void backfill_thenVerify_isEqual() {
    plant();
    CliRun backfill = run("backfill");
    assertThat(backfill.exitCode()).as(backfill.out() + backfill.err()).isZero();
    assertThat(backfill.out()).contains("copied 2, 10 bytes");
    assertThat(s3.sameContent("src", "in/other", "dst", "out/in/other")).isTrue();
    assertThat(run("verify", "--settle", "PT0S").out()).contains("same 3, extra 1");
    assertThat(run("backfill", "--all").out()).contains("unknown 3", "copied 3, 14 bytes");
  }

  @Test
  void reconcile_ruleWithoutDeletes_saysThatReplicasWithoutASourceRemain() {
    plant();
    environment.put("S3SYNC_RULES", RULES.replace(", \"REMOVED\"", ""));
    CliRun run = run("reconcile", "--settle", "PT0S");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "the replicas are equal to their sources, except 1 replicas without a source, which"
                + " their rules do not delete");
    assertThat(s3.bucket("dst").keys()).contains("out/in/extra");
  }

  @Test
  void reconcile_dryRunThenRun_deletesOnlyWithinTheLimit() {
    plant();
    String[] dry = {"reconcile", "--settle", "PT0S", "--max-delete-share", "0.5", "--dry-run"};
    assertThat(run(dry).out()).contains("would copy 2, would delete 1");
    assertThat(s3.bucket("dst").keys()).hasSize(3);

    CliRun limited = run("reconcile", "--settle", "PT0S");
    assertThat(limited.exitCode()).isEqualTo(1);
    assertThat(limited.out()).contains("delete limit", "copied 2", "kept 1");
    assertThat(s3.bucket("dst").keys()).contains("out/in/extra");

    CliRun run = run("reconcile", "--settle", "PT0S", "--max-delete-share", "0.5");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(s3.bucket("dst").keys())
        .containsExactly("out/in/missing 한글", "out/in/other", "out/in/same");
  }

  @Test
  void verify_listingFails_exitsWith2() {
    plant();
    s3.always("ListObjectsV2", Fault.error(403, "AccessDenied"));
    CliRun run = run("verify");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("INCOMPLETE: ACCESS_DENIED", "some objects could not be looked up");
  }

  @Test
  void verify_reports_haveEachFinding(@TempDir Path folder) throws IOException {
    plant();
    Path json = folder.resolve("report.json");
    Path csv = folder.resolve("report.csv");
    CliRun run =
        run("verify", "--settle", "PT0S", "--report", json + "", "--report", csv + "", "--json");
    assertThat(Files.readAllLines(json)).hasSize(3);
    assertThat(Files.readAllLines(csv)).hasSize(4);
    JsonNode summary = Json.read(run.out());
    assertThat(summary.at("/exitCode").intValue()).isEqualTo(1);
    assertThat(summary.at("/total/verdicts/MISSING").intValue()).isEqualTo(1);
    assertThat(summary.at("/total/unaccounted").intValue()).isZero();
  }

  @Test
  void verify_htmlReport_isAPageAboutTheRun(@TempDir Path folder) throws IOException {
    plant();
    Path page = folder.resolve("report.html");
    run("verify", "--settle", "PT0S", "--report", page.toString());
    assertThat(Files.readString(page))
        .contains("3 differences remain", "--settle PT0S", "s3://src/in/missing 한글", "exit code 1")
        .endsWith("</html>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reconcile --report /nowhere/at/all/report.html",
        "verify --level all",
        "verify --bytes 2",
        "verify --rule other",
        "verify --since yesterday",
        "verify --until 2026-01-31",
        "verify --since 2026-02-01T00:00:00Z --until 2026-01-31T00:00:00Z",
        "verify --prefix out/",
        "verify --rule r --prefix im",
        "verify --settle 5",
        "backfill --dry-run --queue https://sqs/q",
        "reconcile --max-delete-share 2",
        "backfill --max-cost -1",
        "backfill --max-cost much",
        "reconcile --report /nowhere/at/all/report.csv",
        "verify extra"
      })
  void commands_wrongUse_exitWith64(String line) {
    CliRun run = run(line.split(" "));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(64);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void anyRun_isEstimatedByASample() {
    plant();
    CliRun run = run("backfill", "--dry-run");
    assertThat(run.err())
        .contains(
            "3 sources and 3 objects among the replicas: 4 LIST, ",
            "about $0.00",
            "by a sample: 6 objects were listed by 2 requests, ",
            "which is all of them");
    assertThat(run("backfill", "--dry-run", "--yes").err()).doesNotContain("sample");
  }

  @Test
  void runThatCostsMoreThanTheLimit_withoutTerminal_isRefused() {
    plant();
    CliRun refused = run("backfill", "--max-cost", "0.00001");
    assertThat(refused.exitCode()).isEqualTo(64);
    assertThat(refused.err()).contains("more than --max-cost (0.00); increase it, or add --yes");
    assertThat(s3.bucket("dst").keys()).hasSize(3);
    assertThat(run("backfill", "--max-cost", "0.00001", "--yes").exitCode()).isZero();
    assertThat(s3.bucket("dst").keys()).hasSize(4);
  }

  @Test
  void sampleCannotBeListed_runReportsTheProblem() {
    plant();
    s3.always("ListObjectsV2", Fault.error(403, "AccessDenied"));
    CliRun run = run("verify", "--max-cost", "0");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the run cannot be estimated: ListObjectsV2 s3://src/in/");
    assertThat(run.out()).contains("INCOMPLETE: ACCESS_DENIED");
  }

  @Test
  void reconcile_queue_getsMessagesThatAConsumerUnderstands() {
    plant();
    try (SqsServer sqs = SqsServer.start()) {
      String queue = sqs.createQueue("q");
      environment.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
      CliRun run =
          run("reconcile", "--settle", "PT0S", "--max-delete-share", "0.5", "--queue", queue);
      assertThat(run.out()).contains("queued 3");
      assertThat(run.exitCode()).isEqualTo(1);
      List<String> bodies = new ArrayList<>();
      sqs.client()
          .receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10))
          .messages()
          .forEach(message -> bodies.add(message.body()));
      assertThat(bodies).hasSize(1);
      CliRun explained = explain(bodies.get(0));
      assertThat(explained.out()).contains("in/missing 한글", "in/other", "in/extra");
    }
  }

  @Test
  void backfillAll_queue_exitsWith1AndSaysThatTheConsumerRepairs() {
    plant();
    try (SqsServer sqs = SqsServer.start()) {
      environment.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
      CliRun run = run("backfill", "--all", "--queue", sqs.createQueue("q"));
      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
      assertThat(run.out())
          .contains("queued 3")
          .contains(
              "3 objects may differ from their replicas; 3 repairs are left to the consumer of the"
                  + " queue");
    }
    CliRun dryRun = run("backfill", "--all", "--dry-run");
    assertThat(dryRun.exitCode()).as(dryRun.out() + dryRun.err()).isEqualTo(1);
    assertThat(s3.operations()).doesNotContain("CopyObject");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backfill", "reconcile"})
  void queue_messagesAreSignedWithTheAccessKeyOfTheVariables(String command) throws IOException {
    plant();
    List<String> signatures = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    try {
      String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
      environment.put("AWS_ENDPOINT_URL_SQS", endpoint);
      CliRun run = run(command, "--settle", "PT0S", "--queue", endpoint + "/111111111111/q");
      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    } finally {
      server.stop(0);
    }
    assertThat(signatures).isNotEmpty().allMatch(one -> one.contains("Credential=cli/"));
  }

  private CliRun explain(String body) {
    try {
      Path file = Files.createTempFile("hints", ".json");
      Files.writeString(file, body);
      return run("explain", "--event", file.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
