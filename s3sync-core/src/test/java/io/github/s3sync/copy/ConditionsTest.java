package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ConditionsTest {

  private static ConditionNotMet refusal(Exception cause) {
    return new ConditionNotMet(ConditionNotMet.Condition.PRECONDITION, cause);
  }

  private static Exception answer(@Nullable String body) {
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode("PreconditionFailed")
            .rawResponse(body == null ? null : SdkBytes.fromUtf8String(body))
            .build();
    return S3Exception.builder().statusCode(412).awsErrorDetails(details).build();
  }

  @Test
  void isNoneMatch_answerThatNamesTheCondition_only() {
    assertThat(
            Conditions.isNoneMatch(
                refusal(answer("<Error><Condition>If-None-Match</Condition></Error>"))))
        .isTrue();
    assertThat(
            Conditions.isNoneMatch(
                refusal(
                    answer("<Error><Condition>x-amz-copy-source-If-Match</Condition></Error>"))))
        .isFalse();
    assertThat(Conditions.isNoneMatch(refusal(answer(null)))).isFalse();
    assertThat(Conditions.isNoneMatch(refusal(S3Exception.builder().statusCode(412).build())))
        .isFalse();
    assertThat(Conditions.isNoneMatch(refusal(new IOException("other")))).isFalse();
  }

  @Test
  void advice_eachCondition_isNamedIfTheRequestHasIt() {
    assertThat(Conditions.NONE.advice()).isEmpty();
    assertThat(new Conditions(true, false).advice())
        .contains("x-amz-copy-source-if-match")
        .doesNotContain("If-None-Match");
    assertThat(new Conditions(false, true).advice())
        .contains("If-None-Match")
        .doesNotContain("x-amz-copy-source-if-match");
  }
}
