package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.s3sync.S3Sync;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.sqs.SqsPoller;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.SqsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Runs {@code redrive} with the dead letters of a real poller, and with records of Lambda. */
class RedriveCommandIT {

  private static final String RULES =
      "{\"rules\": [{\"name\": \"a\", \"source\": {\"bucket\": \"src\", \"prefix\": \"a/\"},"
          + " \"destination\": {\"bucket\": \"dst\"}}, {\"name\": \"b\", \"source\": {\"bucket\":"
          + " \"src\", \"prefix\": \"b/\"}, \"destination\": {\"bucket\": \"dst\"}}]}";

  private static final SqsServer SQS = SqsServer.start();
  private static int number;

  private final FakeS3 s3 = FakeS3.start();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, String> environment = new HashMap<>();
  private final String main;
  private final String dead;

  RedriveCommandIT() {
    s3.createBucket("src");
    s3.createBucket("dst");
    number++;
    main = SQS.createQueue("main" + number, Duration.ofSeconds(30), "dead" + number, 20);
    dead = main.replace("main" + number, "dead" + number);
    CliRun.useStore(s3, environment);
    environment.put("AWS_ENDPOINT_URL_SQS", SQS.endpoint().toString());
    environment.put("S3SYNC_RULES", RULES);
  }

  @AfterAll
  static void stopServer() {
    SQS.close();
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
    s3.close();
  }

  private CliRun run(String... args) {
    return CliRun.in(environment, args);
  }

  private void send(String queue, String body) {
    SQS.client().sendMessage(r -> r.queueUrl(queue).messageBody(body));
  }

  private static String body(String key) {
    return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":"
        + "\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"src\"},\"object\":{\"key\":\""
        + key
        + "\"}}}]}";
  }

  private static int count(String queue) {
    return count(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private static int count(String queue, QueueAttributeName name) {
    Map<QueueAttributeName, String> attributes =
        SQS.client().getQueueAttributes(r -> r.queueUrl(queue).attributeNames(name)).attributes();
    return Integer.parseInt(attributes.getOrDefault(name, "0"));
  }

  private List<Message> take(String queue) {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          SQS.client()
              .receiveMessage(
                  r -> r.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All"))
              .messages();
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }

  /** Runs a poller until the queue is empty. */
  private void poll() throws InterruptedException {
    try (S3Sync sync = new EnvironmentReader().read(environment);
        SqsPoller poller =
            SqsPoller.builder()
                .client(SQS.client())
                .queueUrl(main)
                .deadLetterQueueUrl(dead)
                .maxReceiveCount(1)
                .sync(sync)
                .executor(executor)
                .build()) {
      poller.start();
      await(
          () ->
              count(main) == 0
                  && count(main, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
                      == 0);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 30 seconds").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void redrive_deadLettersOfAPoller_areListedPutBackAndCopied() throws InterruptedException {
    for (String key : List.of("a/1", "a/2", "b/1")) {
      s3.client().putObject(p -> p.bucket("src").key(key), RequestBody.fromString(key));
      send(main, body(key));
    }
    send(main, "hello");
    s3.always("CopyObject", Fault.error(403, "AccessDenied"));
    poll();
    assertThat(count(dead)).isEqualTo(4);
    s3.clearFaults();

    CliRun list = run("redrive", "--queue", main, "--dry-run");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .contains(
            "would put back ACCESS_DENIED a  s3://src/a/1",
            "would put back ACCESS_DENIED b  s3://src/b/1",
            "unreadable     MALFORMED_EVENT  message ",
            "2  would put back  ACCESS_DENIED           a                 s3://src/a/",
            "4 messages, 3 would put back, 1 unreadable");
    assertThat(list.err()).contains("about 4 messages in " + dead).doesNotContain("put back into");
    assertThat(count(dead)).as("all are visible again").isEqualTo(4);
    assertThat(count(main)).isZero();

    CliRun some = run("redrive", "--to", main, "--from", dead, "--rule", "b", "--count");
    assertThat(some.exitCode()).as(some.out() + some.err()).isZero();
    assertThat(some.out()).contains("1 put back, 2 not selected, 1 unreadable");
    assertThat(some.out()).doesNotContain("s3://src/b/1");

    String rules = environment.remove("S3SYNC_RULES");
    CliRun stated = run("redrive", "--to", main, "--from", dead, "--rule", "a", "--dry-run");
    assertThat(stated.exitCode()).as(stated.err()).isZero();
    assertThat(stated.out()).contains("2 would put back, 1 unreadable");
    environment.put("S3SYNC_RULES", rules);

    environment.put("S3SYNC_QUEUE_URL", main);
    CliRun rest = run("redrive", "--reason", "access_denied", "--json");
    JsonNode json = Json.read(rest.out());
    assertThat(json.at("/fates/PUT_BACK").intValue()).isEqualTo(2);
    assertThat(json.at("/messages").intValue()).isEqualTo(3);
    assertThat(json.at("/groups/0/reason").textValue()).isEqualTo("ACCESS_DENIED");

    poll();
    assertThat(s3.bucket("dst").keys()).containsExactly("a/1", "a/2", "b/1");
    List<Message> left = take(dead);
    assertThat(left).hasSize(1);
    assertThat(left.get(0).body()).isEqualTo("hello");
  }

  @Test
  void redrive_prefix_selectsByKey() {
    send(dead, body("a/2026%2F%ED%95%9C+1"));
    send(dead, body("a/2025/x"));
    CliRun run = run("redrive", "--queue", main, "--prefix", "a/2026/한 ");
    assertThat(run.out()).contains("1 put back, 1 not selected");
    assertThat(take(main)).hasSize(1);
    assertThat(count(dead)).isEqualTo(1);
  }

  @Test
  void redrive_function_isInvokedWithTheEventOfALambdaRecord() throws IOException {
    send(
        dead,
        "{\"version\":\"1.0\",\"requestContext\":{\"condition\":\"RetriesExhausted\"},"
            + "\"requestPayload\":"
            + body("a/1")
            + ",\"responsePayload\":{\"errorMessage\":\"1 of 1 not copied: 1 KMS_KEY\"}}");
    List<String> invocations = new CopyOnWriteArrayList<>();
    int[] status = {429};
    HttpServer lambda =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.createContext(
        "/",
        exchange -> {
          invocations.add(
              exchange.getRequestURI().getPath()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    lambda.start();
    try {
      environment.put(
          "AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:" + lambda.getAddress().getPort());
      String[] args = {"redrive", "--dead-letter-queue", dead, "--function", "s3sync"};
      CliRun throttled = run(args);
      assertThat(throttled.exitCode()).isEqualTo(1);
      assertThat(throttled.out()).contains("not sent       KMS_KEY a  s3://src/a/1: ");
      assertThat(count(dead)).isEqualTo(1);

      status[0] = 202;
      invocations.clear();
      CliRun run = run(args);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(invocations)
          .containsExactly("/2015-03-31/functions/s3sync/invocations Event " + body("a/1"));
      assertThat(count(dead)).isZero();
    } finally {
      lambda.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redrive",
        "redrive --reason NO_SUCH --queue MAIN",
        "redrive --concurrency 0 --queue MAIN",
        "redrive --queue DEAD",
        "redrive --queue DEAD --dead-letter-queue DEAD",
        "redrive --queue MAIN --function f",
        "redrive --queue MAIN.fifo --dead-letter-queue DEAD",
        "redrive --queue MAIN --dead-letter-queue DEAD.fifo"
      })
  void redrive_wrongUse_isOneLine(String line) {
    CliRun run = run(line.replace("MAIN", main).replace("DEAD", dead).split(" "));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void redrive_queueDoesNotExist_isOneLine() {
    CliRun run = run("redrive", "--queue", main, "--dead-letter-queue", dead.replace("dead", "no"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("INCOMPLETE: the dead-letter queue cannot be received from");
  }
}
