package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import org.junit.jupiter.api.Test;

/** Generates the policies that let notifications pass queues, topics and keys. */
class NotificationPoliciesTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111111111111:q";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:111111111111:t";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/1";

  private final NotificationPolicies policies =
      SyncPolicies.of(
              CopyRules.of(
                  CopyRule.named("a").from("one").sourceOwner("111111111111").to("dst").build(),
                  CopyRule.named("b").from("two").sourceOwner("222222222222").to("dst").build()),
              Feature.PRINCIPAL)
          .account("dst", "333333333333")
          .build()
          .notifications();

  @Test
  void keyFromS3_twoAccounts_letsS3UseTheKeyForTheBucketsOfEach() {
    assertThat(policies.keyFromS3(KEY).toJson())
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"NotificationsOf111111111111","Effect":"Allow",\
            "Principal":{"Service":"s3.amazonaws.com"},\
            "Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*",\
            "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::one"},\
            "StringEquals":{"aws:SourceAccount":"111111111111"}}},\
            {"Sid":"NotificationsOf222222222222","Effect":"Allow",\
            "Principal":{"Service":"s3.amazonaws.com"},\
            "Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*",\
            "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::two"},\
            "StringEquals":{"aws:SourceAccount":"222222222222"}}}]}\
            """);
  }

  @Test
  void fromTopic_aQueue_letsTheTopicSend() {
    assertThat(policies.fromTopic(QUEUE, TOPIC).toJson())
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":{"Sid":"NotificationsOfTopic","Effect":"Allow",\
            "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",\
            "Resource":"arn:aws:sqs:eu-west-1:111111111111:q",\
            "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111111111111:t"}}}}\
            """);
  }

  @Test
  void fromEventBridge_twoBuckets_namesTheRuleOfEach() {
    assertThat(policies.fromEventBridge(QUEUE).toJson())
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":{"Sid":"NotificationsOfEventBridge",\
            "Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},\
            "Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111111111111:q",\
            "Condition":{"ArnEquals":{"aws:SourceArn":[\
            "arn:aws:events:eu-west-1:111111111111:rule/s3sync-one",\
            "arn:aws:events:eu-west-1:222222222222:rule/s3sync-two"]}}}}\
            """);
  }

  @Test
  void polling_encryptedQueue_decryptsItsMessages() {
    assertThat(policies.polling(QUEUE, KEY).toJson())
        .endsWith(
            "{\"Sid\":\"DecryptNotifications\",\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\","
                + "\"Resource\":\""
                + KEY
                + "\"}]}");
  }

  @Test
  void anyPolicy_anotherArn_isRefusedWithTheField() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.fromTopic(TOPIC, TOPIC))
        .withMessage("queue is '" + TOPIC + "', expected the ARN of an SQS queue");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.fromTopic(QUEUE, QUEUE))
        .withMessage("topic is '" + QUEUE + "', expected the ARN of an SNS topic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.keyFromS3(QUEUE))
        .withMessageStartingWith("queue key is '" + QUEUE + "', expected a key's ARN");
  }
}
