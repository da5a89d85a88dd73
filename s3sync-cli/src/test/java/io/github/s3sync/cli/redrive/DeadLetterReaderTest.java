package io.github.s3sync.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class DeadLetterReaderTest {

  private static final CopyRules RULES =
      CopyRules.of(
          CopyRule.named("all").from("src").to("dst", KeyMapper.same()).build(),
          CopyRule.named("in").from("src").prefix("in/").to("dst2", KeyMapper.same()).build());

  /** The record that Lambda sends to an on-failure destination. */
  private static String record(String response) {
    return "{\"version\":\"1.0\",\"timestamp\":\"2026-11-14T18:16:05.568Z\",\"requestContext\":"
        + "{\"requestId\":\"e4b46cbf-b738-xmpl-8880-a18cdf61200e\",\"functionArn\":"
        + "\"arn:aws:lambda:eu-west-1:123456789012:function:s3sync:$LATEST\",\"condition\":"
        + "\"RetriesExhausted\",\"approximateInvokeCount\":3},\"requestPayload\":"
        + Queues.body("in%2Fa+b")
        + ",\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
        + "\"functionError\":\"Unhandled\"}"
        + response
        + "}";
  }

  private static DeadLetter read(String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values = new java.util.HashMap<>();
    attributes.forEach(
        (name, value) ->
            values.put(name, MessageAttributeValue.builder().stringValue(value).build()));
    return new DeadLetterReader(RULES)
        .read(Message.builder().body(body).messageAttributes(values).build());
  }

  @Test
  void read_lambdaRecord_hasTheReasonsOfTheFunctionAndItsObject() {
    DeadLetter letter =
        read(
            record(
                ",\"responsePayload\":{\"errorMessage\":\"3 of 4 not copied: 2 ACCESS_DENIED, 1"
                    + " KMS_KEY; first: 1 OF_MANY\"}"),
            Map.of());
    assertThat(letter.reasons()).containsExactly("ACCESS_DENIED", "KMS_KEY");
    assertThat(letter.objects()).containsExactly(new DeadLetter.SourceKey("src", "in/a b"));
    assertThat(letter.rules()).containsExactly("all", "in");
    assertThat(letter.group())
        .isEqualTo(new DeadLetter.Group("ACCESS_DENIED KMS_KEY", "all in", "s3://src/in/"));
  }

  @Test
  void read_lambdaRecordWithoutReason_hasTheConditionOfLambda() {
    assertThat(read(record(""), Map.of()).reasons()).containsExactly("RetriesExhausted");
  }

  @Test
  void read_deadLetterQueueOfAFunction_hasTheReasonOfItsAttribute() {
    assertThat(
            read(
                    Queues.body("a"),
                    Map.of("RequestID", "1", "ErrorCode", "200", "ErrorMessage", "1 KMS_KEY"))
                .reasons())
        .containsExactly("KMS_KEY");
  }

  @Test
  void read_messageOfThePoller_hasItsAttributes() {
    DeadLetter letter =
        read(Queues.body("x"), Map.of("s3sync.reason", "KEY_TOO_LONG", "s3sync.rule", "old"));
    assertThat(letter.reasons()).containsExactly("KEY_TOO_LONG");
    assertThat(letter.rules()).containsExactly("old");
  }

  @Test
  void read_messageThatSqsMoved_hasNoReasonAndTheRulesThatMatch() {
    DeadLetter letter = read(Queues.body("x"), Map.of());
    assertThat(letter.reasons()).containsExactly(DeadLetter.NOT_STATED);
    assertThat(letter.rules()).containsExactly("all");
  }

  @Test
  void read_otherText_isUnreadable() {
    DeadLetter letter = read("{\"requestPayload\": ", Map.of());
    assertThat(letter.isReadable()).isFalse();
    assertThat(letter.reasons()).containsExactly("MALFORMED_EVENT");
    assertThat(letter.group().folder()).isEmpty();
  }

  @Test
  void read_keyThatCannotBeDecoded_isShownAsItIs() {
    DeadLetter letter = read(Queues.body("bad%ZZ"), Map.of());
    assertThat(letter.objects()).containsExactly(new DeadLetter.SourceKey("src", "bad%ZZ"));
    assertThat(new ObjectRef("src", "bad%ZZ")).hasToString("s3://src/bad%ZZ");
  }

  @Test
  void counts_manyGroups_areBounded() {
    RedriveCounts counts = new RedriveCounts();
    for (int i = 0; i < 5_000; i++) {
      counts.add(new DeadLetter.Group("r", "", "s3://b/" + i + "/"), Fate.PUT_BACK);
    }
    assertThat(counts.groups())
        .hasSize(RedriveCounts.MAX_GROUPS + 1)
        .containsKey(RedriveCounts.OTHERS);
    assertThat(counts.total()).isEqualTo(5_000);
  }
}
