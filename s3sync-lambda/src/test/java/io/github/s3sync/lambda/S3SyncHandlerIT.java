package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.LambdaRuntime;
import io.github.s3sync.testing.LambdaRuntime.Response;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.SqsServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Runs the uploaded jar under AWS's runtime client, in a separate JVM. */
class S3SyncHandlerIT {

  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  private static final String NEW_OBJECT =
      Fixtures.event("s3-put.json").replaceAll("in/[^\"]*txt", "in/good.txt");

  private static S3ProxyServer s3;
  private static LambdaRuntime function;

  @BeforeAll
  static void start() {
    s3 =
        S3ProxyServer.builder()
            .identity("writer", "writer-secret", "src-bucket")
            .identity("function", "function-secret", "src-bucket", "dst-bucket")
            .notify("src-bucket", "in/", events::add)
            .start();
    s3.createBucket("src-bucket");
    s3.createBucket("dst-bucket");
    function = start(S3SyncHandler.class, s3.endpoint(), Map.of());
  }

  @AfterAll
  static void stop() {
    function.close();
    s3.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bjcbqwje.tb_enqwke_info-2029.txt",
        "한글 파일+이름 (최종).txt",
        "100%.txt",
        "a b&c=d'e.txt"
      })
  void invoke_s3Event_objectIsCopied(String name) throws Exception {
    Response response = function.invoke(written("in/" + name, "content of " + name), AMPLE);

    assertThat(response.body())
        .isEqualTo("{\"copied\":1,\"deleted\":0,\"skipped\":0,\"setUpMessages\":0}");
    assertThat(response.isError()).isFalse();
    assertThat(content("bdp/" + name)).isEqualTo("content of " + name);
  }

  @Test
  void invoke_s3TestEvent_succeeds() {
    assertThat(function.invoke(Fixtures.event("s3-test-event.json"), AMPLE).isError()).isFalse();
  }

  @Test
  void invoke_eventOfAnotherBucketsKey_isSkipped() {
    assertThat(function.invoke(Fixtures.event("s3-put-origin.json"), AMPLE).body())
        .isEqualTo("{\"copied\":0,\"deleted\":0,\"skipped\":1,\"setUpMessages\":0}");
  }

  @Test
  void invoke_wrongTrigger_isAnErrorAndTheFunctionLivesOn() {
    Response response = function.invoke(Fixtures.event("scheduled.json"), AMPLE);

    assertThat(response.isError()).isTrue();
    assertThat(response.body()).contains("NotCopiedException", "MALFORMED_EVENT", "aws.events");
    assertThat(function.invoke(Fixtures.event("s3-test-event.json"), AMPLE).isError()).isFalse();
  }

  @Test
  void invoke_sqs_onlyTheMalformedMessageComesAgain() throws Exception {
    String good = written("in/queued 한글.txt", "queued");

    Response response = function.invoke(sqs(List.of("<xml/>", good)), AMPLE);

    assertThat(response.body()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
    assertThat(content("bdp/queued 한글.txt")).isEqualTo("queued");
  }

  @Test
  void invoke_batchTasks_eachHasItsResult() throws Exception {
    written("in/한글 + menu.txt", "task");

    Response response = function.invoke(Fixtures.event("batch-1.0.json"), AMPLE);

    assertThat(response.body())
        .contains("\"resultCode\":\"Succeeded\"", "\"invocationSchemaVersion\":\"1.0\"");
    assertThat(content("bdp/한글 + menu.txt")).isEqualTo("task");
    assertThat(function.invoke(Fixtures.event("batch-2.0.json"), AMPLE).body())
        .contains("{\"taskId\":\"copied\",\"resultCode\":\"Succeeded\"")
        .contains("{\"taskId\":\"gone\",\"resultCode\":\"PermanentFailure\"");
  }

  @Test
  void invoke_withDebug_eventsAndSummariesAreLogged() throws Exception {
    LambdaRuntime talkative =
        start(
            S3SyncHandler.class,
            s3.endpoint(),
            Map.of("JAVA_TOOL_OPTIONS", "-Dorg.slf4j.simpleLogger.log.io.github.s3sync=debug"));
    talkative.invoke(written("in/logged.txt", "logged"), AMPLE);
    talkative.close();

    assertThat(talkative.log())
        .contains("DEBUG io.github.s3sync.lambda.S3SyncHandler - received {")
        // A first copy of more than a second re-checks its source.
        .containsPattern("copied=1 deleted=0 skipped=0 failed=0 requests=[1-3] bytes=6 maxLag=")
        .doesNotContain("function-secret");
  }

  @Test
  void invoke_withMetricsNamespace_writesWhatBecameOfEachInvocation() throws Exception {
    String good = written("in/한글 + menu.txt", "measured");
    LambdaRuntime metered =
        start(
            S3SyncHandler.class,
            s3.endpoint(),
            Map.of("S3SYNC_METRICS_NAMESPACE", "my team/s3sync"));
    metered.invoke(sqs(List.of("<xml/>", good, Fixtures.event("s3-put-origin.json"))), AMPLE);
    metered.invoke(Fixtures.event("batch-1.0.json"), AMPLE);
    metered.close();

    List<JsonNode> documents = Emf.documents(metered.log());
    assertThat(documents).hasSize(4).allSatisfy(Emf::assertValid);
    assertThat(documents)
        .extracting(d -> d.at("/_aws/CloudWatchMetrics/0/Namespace").textValue())
        .containsOnly("my team/s3sync");
    assertThat(documents)
        .extracting(d -> d.path("FunctionName").textValue())
        .containsOnly("function");
    JsonNode queued = documents.get(0);
    assertThat(Emf.values(queued))
        .containsAllEntriesOf(
            Map.of("Copied", 1, "CopiedBytes", 8, "Deleted", 0, "Skipped", 1, "Failed", 1));
    assertThat(queued.path("Requests").intValue()).isBetween(1, 3);
    assertThat(queued.path("ReplicationLag")).hasSize(1);
    assertThat(queued.at("/_aws/Timestamp").longValue())
        .isCloseTo(System.currentTimeMillis(), within(AMPLE.toMillis()));
    assertThat(documents.get(1).path("Reason").textValue()).isEqualTo("NO_RULE");
    assertThat(Emf.values(documents.get(1))).isEqualTo(Map.of("Skipped", 1));
    assertThat(documents.get(2).path("Reason").textValue()).isEqualTo("MALFORMED_EVENT");
    assertThat(Emf.values(documents.get(2))).isEqualTo(Map.of("Failed", 1));
    assertThat(Emf.values(documents.get(3)))
        .containsAllEntriesOf(
            Map.of("Copied", 1, "CopiedBytes", 8, "Deleted", 0, "Skipped", 0, "Failed", 0));
  }

  @Test
  void initError_wrongMetricsNamespace_namesTheVariable() {
    try (LambdaRuntime wrong =
        start(S3SyncHandler.class, s3.endpoint(), Map.of("S3SYNC_METRICS_NAMESPACE", "AWS/S3"))) {
      assertThat(wrong.initError())
          .get()
          .asString()
          .contains("S3SYNC_METRICS_NAMESPACE is 'AWS/S3', expected ");
    }
  }

  @Test
  void invoke_s3Event_pojoHandlerCopies() throws Exception {
    try (LambdaRuntime pojo = start(S3EventHandler.class, s3.endpoint(), Map.of())) {
      String event = written("in/pojo 한글+.txt", "pojo");

      assertThat(pojo.invoke(event, AMPLE).body()).isEqualTo("\"1 copied, 0 skipped, 0 failed\"");
      assertThat(content("bdp/pojo 한글+.txt")).isEqualTo("pojo");
      assertThat(pojo.invoke(Fixtures.event("eventbridge-created.json"), AMPLE).body())
          .contains("MalformedEventException");
    }
  }

  @Test
  void invoke_sqsEvent_pojoHandlerAnswers() throws Exception {
    try (LambdaRuntime pojo = start(SqsEventHandler.class, s3.endpoint(), Map.of())) {
      String event = sqs(List.of("<xml/>", written("in/pojo-queued.txt", "pojo")));

      assertThat(pojo.invoke(event, AMPLE).body())
          .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
    }
  }

  @Test
  void invoke_primedHandler_copies() throws Exception {
    try (LambdaRuntime primed = start(PrimedS3SyncHandler.class, s3.endpoint(), Map.of())) {
      assertThat(primed.invoke(written("in/primed.txt", "primed"), AMPLE).isError()).isFalse();
      assertThat(content("bdp/primed.txt")).isEqualTo("primed");
    }
  }

  @Test
  void initError_withoutConfiguration_namesTheVariable() {
    try (LambdaRuntime bare =
        LambdaRuntime.start(AllJar.classpath(), S3SyncHandler.class.getName(), Map.of())) {
      assertThat(bare.initError()).get().asString().contains("S3SYNC_");
    }
  }

  @Test
  void invoke_copyThatTakesTooLong_isReportedInTime() {
    try (FakeS3 slow = FakeS3.start()) {
      slow.createBucket("src-bucket");
      slow.createBucket("dst-bucket");
      slow.client()
          .putObject(b -> b.bucket("src-bucket").key("in/good.txt"), RequestBody.fromString("x"));
      slow.always("CopyObject", Fault.delay(Duration.ofSeconds(20)));
      try (LambdaRuntime hurried = start(S3SyncHandler.class, slow.endpoint(), Map.of())) {
        String event = Fixtures.event("s3-put.json").replaceAll("in/[^\"]*txt", "in/good.txt");

        // A loaded machine may need longer than the reserved time to load the classes for the
        // answer.
        hurried.invoke(Fixtures.event("s3-test-event.json"), AMPLE);
        Response queued = hurried.invoke(sqs(List.of(event, event)), SHORT);
        Response direct = hurried.invoke(event, SHORT);

        // Every message of the batch failed.
        assertThat(queued.body())
            .contains("NotCopiedException", "2 NOT_ENOUGH_TIME", "messages [m0, m1]");
        assertThat(queued.elapsed()).isLessThan(SHORT);
        assertThat(direct.body()).contains("NotCopiedException", "NOT_ENOUGH_TIME");
        assertThat(direct.elapsed()).isLessThan(SHORT);
      }
    }
  }

  @Test
  void invoke_sqsTransientFailure_messageReturnsAfterSecondsInsteadOfTheVisibilityTimeout() {
    try (SqsServer queues = SqsServer.start();
        FakeS3 busy = FakeS3.start()) {
      busy.createBucket("src-bucket");
      busy.createBucket("dst-bucket");
      busy.always("CopyObject", Fault.error(503, "SlowDown"));
      String queue = queues.createQueue("objects", Duration.ofMinutes(10), "dead", 20);
      queues.client().sendMessage(m -> m.queueUrl(queue).messageBody(NEW_OBJECT));
      Message received = receive(queues, queue);
      try (LambdaRuntime function =
          start(
              S3SyncHandler.class,
              busy.endpoint(),
              Map.of(
                  "AWS_ENDPOINT_URL_SQS",
                  queues.endpoint().toString(),
                  "AWS_ACCESS_KEY_ID",
                  "role",
                  "AWS_SECRET_ACCESS_KEY",
                  "role-secret"))) {
        Response response = function.invoke(sqs(received), AMPLE);

        assertThat(response.body()).contains("NotCopiedException", "1 THROTTLED");
        assertThat(function.log()).contains("failedMessages=[" + received.messageId());
        Message again = receive(queues, queue);
        assertThat(again.messageId()).isEqualTo(received.messageId());
        assertThat(again.attributes())
            .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
      }
    }
  }

  private static Message receive(SqsServer queues, String queue) {
    return queues
        .client()
        .receiveMessage(
            r ->
                r.queueUrl(queue)
                    .waitTimeSeconds(20)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages()
        .get(0);
  }

  private static String sqs(Message message) {
    var event = new JsonMapper().createObjectNode();
    var record =
        event
            .putArray("Records")
            .addObject()
            .put("messageId", message.messageId())
            .put("receiptHandle", message.receiptHandle())
            .put("eventSource", "aws:sqs")
            .put("eventSourceARN", "arn:aws:sqs:us-east-1:111111111111:objects")
            .put("body", message.body());
    message.attributesAsStrings().forEach(record.putObject("attributes")::put);
    return event.toString();
  }

  private static LambdaRuntime start(Class<?> handler, URI endpoint, Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.put("S3SYNC_SOURCE", "s3://src-bucket/in/");
    env.put("S3SYNC_DESTINATION", "s3://dst-bucket/bdp/{filename}");
    env.put("S3SYNC_ACL", "none"); // S3Proxy supports no other
    env.put("S3SYNC_VERIFY", "false"); // the number of requests is that of Amazon S3
    env.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    env.put("access_key", "function");
    env.put("secret_key", "function-secret");
    return LambdaRuntime.start(AllJar.classpath(), handler.getName(), env);
  }

  /** Writes an object as another principal would, and returns the notification that S3 sends. */
  private static String written(String key, String content) throws InterruptedException {
    S3Client writer = s3.client("writer");
    writer.putObject(b -> b.bucket("src-bucket").key(key), RequestBody.fromString(content));
    return events.take();
  }

  private static String content(String key) {
    return s3.client("function")
        .getObjectAsBytes(b -> b.bucket("dst-bucket").key(key))
        .asUtf8String();
  }

  private static String sqs(List<String> bodies) {
    var event = new JsonMapper().createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (int i = 0; i < bodies.size(); i++) {
      records
          .addObject()
          .put("messageId", "m" + i)
          .put("receiptHandle", "AQEB" + i)
          .put("eventSource", "aws:sqs")
          .put("body", bodies.get(i));
    }
    return event.toString();
  }
}
