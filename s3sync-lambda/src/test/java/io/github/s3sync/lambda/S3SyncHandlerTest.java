package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SyncHandlerTest {

  private static final String KOREAN =
      "s3://src-bucket/in/한글 + menu.txt -> s3://dst/bdp/한글 + menu.txt";

  private final FakeCopies copies = new FakeCopies();
  private final S3SyncHandler handler = new S3SyncHandler(copies.sync());

  @Test
  void handleRequest_originsEvent_isCopied() throws Exception {
    assertThat(answer("s3-put-origin.json"))
        .isEqualTo(json("{'copied':1,'deleted':0,'skipped':0,'setUpMessages':0}"));
    assertThat(copies.copied()).containsExactly("s3://example-bucket/test/key -> s3://dst/bdp/key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3-put.json", "sns.json", "eventbridge-created.json"})
  void handleRequest_asynchronousTrigger_isCopiedAndSummedUp(String event) throws Exception {
    assertThat(answer(event))
        .isEqualTo(json("{'copied':1,'deleted':0,'skipped':0,'setUpMessages':0}"));
    assertThat(copies.copied()).containsExactly(KOREAN);
  }

  @Test
  void answer_deletedReplica_isDone() {
    String event = Fixtures.event("s3-put-origin.json").replace("test/key", "test/deleted.txt");

    assertThat(handler.answer(event, Fixtures.timeLeft(Duration.ofMinutes(1))))
        .hasToString("{\"copied\":0,\"deleted\":1,\"skipped\":0,\"setUpMessages\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3-test-event.json", "sns-test-event.json"})
  void handleRequest_setUpMessage_succeeds(String event) throws Exception {
    assertThat(answer(event))
        .isEqualTo(json("{'copied':0,'deleted':0,'skipped':0,'setUpMessages':1}"));
  }

  @Test
  void handleRequest_oneRecordOfThree_throwsAfterTheOthersWereCopied() {
    assertThatThrownBy(() -> answer("s3-three-records.json"))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("2 copied, 0 skipped, 1 failed (1 KEY_UNDECODABLE)");
    assertThat(copies.copied())
        .containsExactly(
            "s3://src-bucket/in/first.txt -> s3://dst/bdp/first.txt",
            "s3://src-bucket/in/third.txt -> s3://dst/bdp/third.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"denied.txt", "throttled.txt"})
  void handleRequest_asynchronousFailure_isThrown(String name) {
    String event = Fixtures.event("s3-put.json").replaceAll("in/[^\"]*txt", "in/" + name);

    assertThatThrownBy(() -> answerTo(event, Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            NotCopiedException.class, e -> assertThat(e.report().failed()).hasSize(1))
        .hasMessageContaining("1 failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Records\":[]}", "{}", "null", "[]", "\"s3\"", "", "<xml/>"})
  void handleRequest_nothingKnown_isAnError(String event) {
    assertThatThrownBy(() -> answerTo(event, Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            NotCopiedException.class,
            e ->
                assertThat(e.report().failed())
                    .extracting(CopyOutcome.Failed::reason)
                    .containsExactly(FailureReason.MALFORMED_EVENT));
  }

  @Test
  void handleRequest_otherServicesEvents_areErrors() {
    assertThatThrownBy(() -> answer("scheduled.json"))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("1 MALFORMED_EVENT")
        .hasMessageContaining("aws.events");
    assertThatThrownBy(() -> answer("dynamodb.json"))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("1 MALFORMED_EVENT");
  }

  @Test
  void handleRequest_sqsWithEveryForm_nothingFails() throws Exception {
    assertThat(answer("sqs-every-form.json")).isEqualTo(json("{'batchItemFailures':[]}"));
    assertThat(copies.copied()).containsExactly(KOREAN, KOREAN, KOREAN);
  }

  @Test
  void handleRequest_sqsWithFailures_namesThoseMessagesOnly() throws Exception {
    assertThat(answer("sqs-one-of-each-failure.json"))
        .isEqualTo(
            json(
                "{'batchItemFailures':[{'itemIdentifier':'no-json'},{'itemIdentifier':'denied'},"
                    + "{'itemIdentifier':'slow'},{'itemIdentifier':'undecodable'},"
                    + "{'itemIdentifier':'empty-records'}]}"));
    assertThat(copies.copied()).hasSize(5).anyMatch(copy -> copy.contains("last.txt"));
  }

  @Test
  void handleRequest_sqsEveryMessageFails_throwsWithTheirIds() throws Exception {
    JsonNode event = new JsonMapper().readTree(Fixtures.event("sqs-every-form.json"));
    ArrayNode records = (ArrayNode) event.path("Records");
    while (records.size() > 3) {
      records.remove(3); // sent by S3 and SNS when a trigger is set up
    }
    String failing = event.toString().replaceAll("in/[^\"\\\\]*txt", "in/throttled.txt");

    assertThatThrownBy(() -> answerTo(failing, Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            NotCopiedException.class, e -> assertThat(e.report().failed()).hasSize(3))
        .hasMessageContaining("3 THROTTLED")
        .hasMessageContaining("messages [s3, sns, eventbridge]");
  }

  @Test
  void handleRequest_sqsWithFailures_logsTheirIdsAndReasons() {
    String log = CapturedErr.of(() -> answer("sqs-one-of-each-failure.json"));

    assertThat(log)
        .containsPattern(
            "WARN .*failedMessages=\\[no-json MALFORMED_EVENT, denied ACCESS_DENIED"
                + " s3://src-bucket/in/denied.txt, ");
  }

  @Test
  void handleRequest_sqsMessageWithoutId_isAnErrorBeforeAnythingIsCopied() {
    String event = Fixtures.event("sqs-every-form.json").replace("\"sns\"", "\"\"");

    assertThatThrownBy(() -> answerTo(event, Duration.ofMinutes(1)))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("Records[1].messageId");
    assertThat(copies.plans).isEmpty();
  }

  @Test
  void handleRequest_noTimeLeft_everythingComesAgain() throws Exception {
    String sqs = Fixtures.event("sqs-every-form.json");

    assertThat(answerTo(sqs, Duration.ZERO).path("batchItemFailures")).hasSize(3);
    assertThatThrownBy(() -> answerTo(Fixtures.event("s3-put.json"), Duration.ZERO))
        .isInstanceOfSatisfying(
            NotCopiedException.class,
            e ->
                assertThat(e.report().failed())
                    .allMatch(failed -> failed.reason() == FailureReason.NOT_ENOUGH_TIME));
    assertThat(
            answerTo(Fixtures.event("batch-1.0.json"), Duration.ZERO).at("/results/0/resultCode"))
        .hasToString("\"TemporaryFailure\"");
  }

  @Test
  void handleRequest_timeLeft_someIsKeptForTheAnswer() throws Exception {
    answerTo(Fixtures.event("s3-put.json"), Duration.ofSeconds(60));

    assertThat(copies.deadlines.get(0).remaining())
        .isBetween(Duration.ofSeconds(47), Duration.ofSeconds(57));
  }

  private JsonNode answer(String file) throws IOException {
    return answerTo(Fixtures.event(file), Duration.ofMinutes(1));
  }

  private JsonNode answerTo(String event, Duration timeLeft) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        output,
        Fixtures.timeLeft(timeLeft));
    return new JsonMapper().readTree(output.toByteArray());
  }

  private static JsonNode json(String text) throws IOException {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }
}
