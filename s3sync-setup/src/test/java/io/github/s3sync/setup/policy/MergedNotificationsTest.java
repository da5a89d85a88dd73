package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

class MergedNotificationsTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111111111111:q";
  private static final String OURS =
      BucketNotifications.of(Feature.PREFIXES.rules())
          .configurations(QUEUE)
          .values()
          .iterator()
          .next();

  @Test
  void of_foreignNotifications_areKeptAndOursReplaced() throws Exception {
    GetBucketNotificationConfigurationResponse existing =
        GetBucketNotificationConfigurationResponse.builder()
            .queueConfigurations(
                queue("theirs", "other/", "s3:ObjectCreated:*"),
                queue("s3sync-7", "in/", "s3:ObjectCreated:*").toBuilder().queueArn(QUEUE).build(),
                queue("s3sync-1", "another/", "s3:ObjectCreated:*"))
            .topicConfigurations(
                TopicConfiguration.builder()
                    .id("topic")
                    .topicArn("arn:aws:sns:eu-west-1:1:t")
                    .eventsWithStrings("s3:ReducedRedundancyLostObject")
                    .build())
            .lambdaFunctionConfigurations(
                LambdaFunctionConfiguration.builder()
                    .lambdaFunctionArn("arn:aws:lambda:eu-west-1:1:function:f")
                    .eventsWithStrings("s3:ObjectTagging:*")
                    .build())
            .eventBridgeConfiguration(e -> {})
            .build();
    JsonNode merged = new ObjectMapper().readTree(MergedNotifications.of(existing, OURS));
    assertThat(merged.path("QueueConfigurations").findValuesAsText("Id"))
        .containsExactly("s3sync-2", "theirs", "s3sync-1");
    assertThat(merged.path("TopicConfigurations").findValuesAsText("Id")).containsExactly("topic");
    assertThat(merged.path("LambdaFunctionConfigurations")).hasSize(1);
    assertThat(merged.has("EventBridgeConfiguration")).isTrue();
    assertThat(merged.path("QueueConfigurations").findValuesAsText("Value"))
        .contains("other/", "another/");
  }

  @Test
  void of_emptyConfiguration_isOurs() {
    assertThat(
            MergedNotifications.of(
                GetBucketNotificationConfigurationResponse.builder().build(), OURS))
        .isEqualTo(OURS);
  }

  @ParameterizedTest
  @CsvSource({
    "in/, s3:ObjectCreated:*, true",
    "in/odd, s3:ObjectCreated:Put, true",
    "'', s3:ObjectCreated:Copy, true",
    "in/, s3:ObjectTagging:*, false",
    "out/, s3:ObjectCreated:*, false"
  })
  void of_overlappingNotification_isRefusedAndNamed(String prefix, String event, boolean refused) {
    GetBucketNotificationConfigurationResponse existing =
        GetBucketNotificationConfigurationResponse.builder()
            .queueConfigurations(queue("theirs", prefix, event))
            .build();
    if (refused) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MergedNotifications.of(existing, OURS))
          .withMessageContaining("\"theirs\"")
          .withMessageContaining("overlaps with")
          .withMessageContaining("s3sync-1");
    } else {
      assertThat(MergedNotifications.of(existing, OURS)).contains("theirs", "s3sync-1");
    }
  }

  private static QueueConfiguration queue(String id, String prefix, String event) {
    return QueueConfiguration.builder()
        .id(id)
        .queueArn("arn:aws:sqs:eu-west-1:111111111111:other")
        .eventsWithStrings(event)
        .filter(
            f ->
                f.key(
                    k -> k.filterRules(FilterRule.builder().name("prefix").value(prefix).build())))
        .build();
  }
}
