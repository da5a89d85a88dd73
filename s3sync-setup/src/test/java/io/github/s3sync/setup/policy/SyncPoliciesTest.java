package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

class SyncPoliciesTest {

  private static final CopyRules PLAIN = Feature.PLAIN.rules();

  @Test
  void delivery_sourcesOfTwoAccounts_asksForBucketAndAccountOfEach() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("a").from("one").sourceOwner("111111111111").to("dst").build(),
            CopyRule.named("b").from("two").sourceOwner("222222222222").to("dst").build());
    SyncPolicies policies =
        SyncPolicies.of(rules, Feature.PRINCIPAL).account("dst", "333333333333").build();
    assertThat(policies.delivery("arn:aws:sqs:eu-west-1:111111111111:q").toJson())
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":[\
            {"Sid":"NotificationsOf111111111111","Effect":"Allow",\
            "Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage",\
            "Resource":"arn:aws:sqs:eu-west-1:111111111111:q",\
            "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::one"},\
            "StringEquals":{"aws:SourceAccount":"111111111111"}}},\
            {"Sid":"NotificationsOf222222222222","Effect":"Allow",\
            "Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage",\
            "Resource":"arn:aws:sqs:eu-west-1:111111111111:q",\
            "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::two"},\
            "StringEquals":{"aws:SourceAccount":"222222222222"}}}]}\
            """);
  }

  @Test
  void polling_aQueue_isWhatThePollerAsksOfIt() {
    assertThat(Feature.PLAIN.policies().polling("arn:aws:sqs:eu-west-1:111111111111:q").toJson())
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":{"Sid":"TakeNotifications","Effect":"Allow",\
            "Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:ChangeMessageVisibility",\
            "sqs:GetQueueAttributes","sqs:SendMessage"],\
            "Resource":"arn:aws:sqs:eu-west-1:111111111111:q"}}\
            """);
  }

  @Test
  void polling_noQueue_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Feature.PLAIN.policies().polling("arn:aws:sns:eu-west-1:111111111111:topic"))
        .withMessageContaining("expected the ARN of an SQS queue");
  }

  @Test
  void build_accountOfABucketUnknown_namesTheBucket() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SyncPolicies.of(PLAIN, Feature.PRINCIPAL).account("src", "222222222222").build())
        .withMessage(
            "the account of bucket 'dst' is not known, expected its 12 digits as account of 'dst',"
                + " or in a rule (sourceOwner, expectedOwner)");
  }

  @Test
  void build_ownersInTheRule_areTheAccounts() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .sourceOwner("111111111111")
                .to(Destination.in("dst").expectedOwner("333333333333").build())
                .build());
    SyncPolicies policies = SyncPolicies.of(rules, Feature.PRINCIPAL).build();
    assertThat(policies.buckets()).as("of the other account only").containsOnlyKeys("dst");
  }

  @Test
  void build_otherStore_hasNoPolicy() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .sourceOwner("111111111111")
                .to(
                    Destination.in("dst")
                        .credentials("store")
                        .endpoint("https://store.example.com")
                        .build())
                .options(CopyOptions.builder().transfer(TransferMode.STREAM).build())
                .build());
    SyncPolicies policies = SyncPolicies.of(rules, Feature.PRINCIPAL).build();
    assertThat(policies.identities()).containsOnlyKeys(Feature.PRINCIPAL);
    assertThat(policies.identities().toString()).doesNotContain("dst");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
        "https://s3-fips.us-east-1.amazonaws.com",
        "https://s3.dualstack.us-east-1.amazonaws.com",
        "aws"
      })
  void build_endpointOfS3_hasPoliciesAsWithoutIt(String endpoint) {
    assertThat(SyncPolicies.of(rulesAt(endpoint), Feature.PRINCIPAL).build().buckets())
        .isEqualTo(SyncPolicies.of(rulesAt(null), Feature.PRINCIPAL).build().buckets())
        .containsOnlyKeys("src", "dst");
  }

  private static CopyRules rulesAt(@Nullable String endpoint) {
    Destination.Builder destination = Destination.in("dst").expectedOwner("333333333333");
    if (endpoint != null) {
      destination.endpoint(endpoint);
    }
    return CopyRules.of(
        CopyRule.named("r")
            .from("src")
            .sourceOwner("222222222222")
            .to(destination.build())
            .build());
  }

  @Test
  void buckets_twoPrincipals_haveStatementsOfTheirOwn() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .sourceOwner("222222222222")
                .to(Destination.in("one").expectedOwner("111111111111").build())
                .to(
                    Destination.in("two")
                        .expectedOwner("333333333333")
                        .role(Role.of(Feature.DESTINATION_ROLE))
                        .build())
                .build());
    assertThat(SyncPolicies.of(rules, Feature.PRINCIPAL).build().buckets())
        .containsOnlyKeys("src")
        .extractingByKey("src")
        .satisfies(
            policy ->
                assertThat(policy.statements())
                    .extracting(IamStatement::sid)
                    .containsExactly("ReadSources", "FindSources", "ReadSources2", "FindSources2"));
  }

  @Test
  void build_keyByItsAlias_isRefused() {
    CopyRules rules =
        CopyRules.of(
            CopyRule.named("r")
                .from("src")
                .to("dst")
                .options(CopyOptions.builder().encryption(Encryption.kms("alias/mine")).build())
                .build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncPolicies.of(rules, Feature.PRINCIPAL).build())
        .withMessageContaining("rule 'r': encryption.kmsKeyId is 'alias/mine'");
  }

  @Test
  void of_noPrincipal_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncPolicies.of(PLAIN, "arn:aws:iam::111111111111:root"))
        .withMessageStartingWith(
            "principal is 'arn:aws:iam::111111111111:root', expected the ARN of an IAM role");
  }
}
