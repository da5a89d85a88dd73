package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchInvocationTest {

  private static final CopyRule TWICE =
      CopyRule.named("twice").from("src-bucket").to("first").to("second").build();

  private final FakeCopies copies = new FakeCopies();

  @Test
  void answer_schema1_echoesAndSucceeds() {
    ObjectNode answer = answer(copies.sync(), "batch-1.0.json");

    assertThat(answer.path("invocationSchemaVersion").asText()).isEqualTo("1.0");
    assertThat(answer.path("invocationId").asText())
        .isEqualTo("YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo");
    assertThat(answer.path("treatMissingKeysAs").asText()).isEqualTo("TemporaryFailure");
    assertThat(answer.path("results")).hasSize(1);
    assertThat(answer.at("/results/0/taskId").asText()).isEqualTo("dGFza2lkZ29lc2hlcmUK");
    assertThat(answer.at("/results/0/resultCode").asText()).isEqualTo("Succeeded");
    assertThat(answer.at("/results/0/resultString").asText())
        .isEqualTo("copied to s3://dst/bdp/한글 + menu.txt");
    assertThat(copies.copied())
        .containsExactly("s3://src-bucket/in/한글 + menu.txt -> s3://dst/bdp/한글 + menu.txt");
  }

  @Test
  void answer_schema2_eachTaskByItself() {
    ObjectNode answer = answer(copies.sync(), "batch-2.0.json");

    assertThat(answer.path("invocationSchemaVersion").asText()).isEqualTo("2.0");
    assertThat(answer.path("invocationId").asText()).isEqualTo("INV2");
    assertThat(answer.path("results"))
        .extracting(r -> r.path("taskId").asText(), r -> r.path("resultCode").asText())
        .containsExactly(
            tuple("copied", "Succeeded"),
            tuple("throttled", "TemporaryFailure"),
            tuple("denied", "PermanentFailure"),
            tuple("gone", "PermanentFailure"),
            tuple("exists", "Succeeded"),
            tuple("no-rule", "PermanentFailure"),
            tuple("undecodable", "PermanentFailure"),
            tuple("malformed", "PermanentFailure"));
    assertThat(answer.path("results"))
        .extracting(r -> r.path("resultString").asText())
        .contains(
            "THROTTLED: 503 SlowDown",
            "ACCESS_DENIED: 403 for s3://dst/bdp/denied.txt",
            "no rule matches src-bucket/elsewhere/a.txt",
            "nothing to do: DESTINATION_EXISTS");
  }

  @Test
  void answer_ruleForRestoredObjectsOnly_isPermanent() {
    S3Sync sync =
        copies.sync(
            CopyRule.named("restores").from("src-bucket").on(EventKind.RESTORED).to("dst").build());

    assertThat(code(answer(sync, "batch-1.0.json"))).isEqualTo("PermanentFailure");
  }

  @ParameterizedTest
  @CsvSource({
    "COPIED, COPIED, Succeeded",
    "COPIED, ACCESS_DENIED, PermanentFailure",
    "ACCESS_DENIED, COPIED, PermanentFailure",
    "ACCESS_DENIED, THROTTLED, TemporaryFailure",
    "THROTTLED, ACCESS_DENIED, TemporaryFailure",
  })
  void answer_severalDestinations_worstWins(String first, String second, String expected) {
    CopyExecutor executor =
        new ForwardingCopyExecutor(copies) {
          @Override
          public CopyResult execute(CopyPlan plan, Deadline deadline) {
            String fate = plan.replica().bucket().equals("first") ? first : second;
            if (fate.equals("COPIED")) {
              return super.execute(plan, deadline);
            }
            throw new CopyException(FailureReason.valueOf(fate), "of the test", 1, null);
          }
        };

    ObjectNode answer =
        answer(S3Sync.builder().rules(TWICE).executor(executor).build(), "batch-1.0.json");

    assertThat(answer.path("results")).hasSize(1);
    assertThat(code(answer)).isEqualTo(expected);
  }

  @Test
  void answer_deletedReplica_isDone() {
    String task =
        Fixtures.event("batch-1.0.json")
            .replaceAll("\"s3Key\": *\"[^\"]*\"", "\"s3Key\":\"in/deleted.txt\"");
    ObjectNode answer =
        new S3SyncHandler(copies.sync()).answer(task, Fixtures.timeLeft(Duration.ofMinutes(1)));

    assertThat(code(answer)).isEqualTo("Succeeded");
    assertThat(answer.at("/results/0/resultString").asText())
        .isEqualTo("deleted s3://dst/bdp/deleted.txt, whose source is gone");
  }

  @Test
  void answer_noTasks_isAnError() {
    S3SyncHandler handler = new S3SyncHandler(copies.sync());

    assertThatThrownBy(
            () ->
                handler.answer(
                    "{\"invocationId\":\"i\",\"tasks\":[]}",
                    Fixtures.timeLeft(Duration.ofMinutes(1))))
        .isInstanceOf(NotCopiedException.class)
        .hasMessageContaining("1 MALFORMED_EVENT");
  }

  private static ObjectNode answer(S3Sync sync, String file) {
    return new S3SyncHandler(sync)
        .answer(Fixtures.event(file), Fixtures.timeLeft(Duration.ofMinutes(1)));
  }

  private static String code(JsonNode answer) {
    return answer.at("/results/0/resultCode").asText();
  }
}
