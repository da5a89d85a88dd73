package io.github.s3sync.setup.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.delivery.QueuePolicy.Answer;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Evaluates queue policies for S3, SNS and EventBridge. */
class QueuePolicyTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111111111111:q";
  private static final Sender S3 = Sender.s3("aws", "src", "222222222222");

  @Test
  void evaluate_policyThatIsPrinted_allowsTheBucketOfTheRulesOnly() {
    String policy =
        SyncPolicies.of(
                CopyRules.of(
                    CopyRule.named("r").from("src").sourceOwner("222222222222").to("dst").build()),
                "arn:aws:iam::111111111111:role/s3sync")
            .account("dst", "333333333333")
            .build()
            .delivery(QUEUE)
            .toJson();
    assertThat(evaluate(policy, S3)).isEqualTo(Answer.ALLOWED);
    assertThat(evaluate(policy, Sender.s3("aws", "src", null))).isEqualTo(Answer.UNKNOWN);
    assertThat(evaluate(policy, Sender.s3("aws", "other", "222222222222")))
        .isEqualTo(Answer.NOT_ALLOWED);
    assertThat(evaluate(policy, Sender.s3("aws", "src", "999999999999")))
        .isEqualTo(Answer.NOT_ALLOWED);
    assertThat(evaluate(policy, Sender.eventBridge())).isEqualTo(Answer.NOT_ALLOWED);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void evaluate_oneStatement_isAsIamDecides(String statement, Answer expected) {
    assertThat(evaluate("{\"Statement\": [" + statement + "]}", S3)).isEqualTo(expected);
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        allow("", Answer.ALLOWED),
        allow("'Action': 'SQS:*'", Answer.ALLOWED),
        allow("'Action': ['sqs:ReceiveMessage', 'sqs:Send*']", Answer.ALLOWED),
        allow("'Action': 'sqs:ReceiveMessage'", Answer.NOT_ALLOWED),
        allow("'Action': '*'", Answer.ALLOWED),
        allow("'Principal': '*'", Answer.ALLOWED),
        allow("'Principal': {'AWS': '*'}", Answer.ALLOWED),
        allow("'Principal': {'AWS': 'arn:aws:iam::222222222222:root'}", Answer.NOT_ALLOWED),
        allow("'Principal': {'Service': ['sns.amazonaws.com']}", Answer.NOT_ALLOWED),
        allow(
            "'Principal': {'Service': ['sns.amazonaws.com', 's3.amazonaws.com']}", Answer.ALLOWED),
        allow("'Resource': 'arn:aws:sqs:eu-west-1:111111111111:other'", Answer.NOT_ALLOWED),
        allow("'Resource': 'arn:aws:sqs:*:*:?'", Answer.ALLOWED),
        when("'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::*'}", Answer.ALLOWED),
        when(
            "'ArnEquals': {'AWS:sourcearn': ['arn:aws:s3:::x', 'arn:aws:s3:::src']}",
            Answer.ALLOWED),
        when("'StringEquals': {'aws:SourceArn': 'arn:aws:s3:::*'}", Answer.NOT_ALLOWED),
        when("'StringLike': {'aws:SourceAccount': '2222*'}", Answer.ALLOWED),
        when("'StringEqualsIfExists': {'aws:SourceAccount': '1'}", Answer.NOT_ALLOWED),
        when("'StringNotEquals': {'aws:SourceAccount': '222222222222'}", Answer.NOT_ALLOWED),
        when("'StringEquals': {'aws:SourceOrgID': 'o-1'}", Answer.UNKNOWN),
        when("'StringEquals': {'aws:SourceAccount': '${aws:PrincipalAccount}'}", Answer.UNKNOWN),
        when("'DateLessThan': {'aws:SourceAccount': '1'}", Answer.UNKNOWN),
        when(
            "'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::src'},"
                + " 'StringEquals': {'aws:SourceAccount': '1'}",
            Answer.NOT_ALLOWED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'Bool': {'aws:SecureTransport': 'false'}|ALLOWED",
        "'ArnNotLike': {'aws:SourceArn': 'arn:aws:s3:::src'}|ALLOWED",
        "'ArnNotLike': {'aws:SourceArn': 'arn:aws:s3:::other'}|DENIED",
        "'StringNotEquals': {'aws:SourceOrgID': 'o-1'}|UNKNOWN"
      })
  void evaluate_deny_comesBeforeAllow(String condition, Answer expected) {
    String deny =
        "{'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*', 'Condition': {"
            + condition
            + "}}";
    assertThat(evaluate("{\"Statement\": [" + allowed("") + "," + quoted(deny) + "]}", S3))
        .isEqualTo(expected);
  }

  @Test
  void evaluate_noStatement_isNotAllowed() {
    assertThat(evaluate("{}", S3)).isEqualTo(Answer.NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource({
    "*, '', true",
    "?, '', false",
    "a*b, ab, true",
    "a*b, acccb, true",
    "a*b, acccbc, false",
    "a?c, abc, true",
    "**a, bba, true",
    "a, b, false"
  })
  void glob_starsAndQuestionMarks_match(String pattern, String text, boolean expected) {
    assertThat(QueuePolicy.glob(pattern, text)).isEqualTo(expected);
  }

  private static Answer evaluate(String policy, Sender sender) {
    try {
      return new QueuePolicy(new ObjectMapper().readTree(policy), QUEUE).evaluate(sender);
    } catch (JsonProcessingException e) {
      throw new AssertionError(policy, e);
    }
  }

  private static Arguments allow(String element, Answer expected) {
    return Arguments.of(allowed(element), expected);
  }

  private static Arguments when(String condition, Answer expected) {
    return Arguments.of(allowed("'Condition': {" + condition + "}"), expected);
  }

  /** A statement that allows S3 to send, with one element replaced. */
  private static String allowed(String element) {
    StringBuilder statement = new StringBuilder("{'Effect': 'Allow'");
    for (String one :
        new String[] {
          "'Principal': {'Service': 's3.amazonaws.com'}",
          "'Action': 'sqs:SendMessage'",
          "'Resource': '" + QUEUE + "'"
        }) {
      if (element.isEmpty() || !element.startsWith(one.substring(0, one.indexOf(':')))) {
        statement.append(", ").append(one);
      }
    }
    if (!element.isEmpty()) {
      statement.append(", ").append(element);
    }
    return quoted(statement + "}");
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
