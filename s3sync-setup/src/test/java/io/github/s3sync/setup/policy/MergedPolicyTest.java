package io.github.s3sync.setup.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

class MergedPolicyTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111111111111:q";
  private static final IamPolicy OURS = Feature.PLAIN.policies().delivery(QUEUE);

  @Test
  void of_noPolicy_isOurs() {
    assertThat(MergedPolicy.of(null, OURS)).isEqualToIgnoringWhitespace(OURS.toJson());
    assertThat(MergedPolicy.of(" ", OURS)).isEqualToIgnoringWhitespace(OURS.toJson());
  }

  @Test
  void of_foreignStatements_areKeptAndMergingAgainChangesNothing() throws Exception {
    String existing =
        """
        {"Version": "2008-10-17", "Id": "theirs", "Statement": [
          {"Sid": "NotificationsOf222222222222", "Effect": "Allow", "Principal": {"AWS": "x"},
           "Action": "sqs:*", "Resource": "*"},
          {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}
        """;
    String merged = MergedPolicy.of(existing, OURS);
    JsonNode json = new ObjectMapper().readTree(merged);
    assertThat(json.path("Version").asText()).isEqualTo("2012-10-17");
    assertThat(json.path("Id").asText()).isEqualTo("theirs");
    assertThat(json.path("Statement")).hasSize(3);
    assertThat(json.path("Statement").get(0).path("Principal").path("AWS").asText()).isEqualTo("x");
    assertThat(json.path("Statement").get(2).path("Sid").asText())
        .isEqualTo("NotificationsOf222222222222N2");
    assertThat(MergedPolicy.of(merged, OURS)).isEqualTo(merged);
  }

  @Test
  void of_statementOfAnEarlierMergeForAnotherBucketOrPrefix_isKept() throws Exception {
    IamPolicy first = policies("aaa", "x/").delivery(QUEUE);
    IamPolicy second = policies("bbb", "x/").delivery(QUEUE);
    String both = MergedPolicy.of(MergedPolicy.of(null, first), second);
    assertThat(new ObjectMapper().readTree(both).path("Statement")).hasSize(2);
    assertThat(both).contains("arn:aws:s3:::aaa\"", "arn:aws:s3:::bbb\"");
    assertThat(MergedPolicy.of(both, first)).contains("arn:aws:s3:::aaa\"", "arn:aws:s3:::bbb\"");
    assertThat(MergedPolicy.of(MergedPolicy.of(both, second), second))
        .isEqualTo(MergedPolicy.of(both, second));

    IamPolicy writes = Objects.requireNonNull(policies("aaa", "x/").buckets().get("dst"));
    IamPolicy others = Objects.requireNonNull(policies("aaa", "y/").buckets().get("dst"));
    assertThat(MergedPolicy.of(MergedPolicy.of(null, writes), others))
        .contains("arn:aws:s3:::dst/x/*", "arn:aws:s3:::dst/y/*");
  }

  private static SyncPolicies policies(String bucket, String prefix) {
    return SyncPolicies.of(
            CopyRules.of(CopyRule.named("r").from(bucket).prefix(prefix).to("dst").build()),
            Feature.PRINCIPAL)
        .account(bucket, "222222222222")
        .account("dst", "333333333333")
        .build();
  }

  @Test
  void of_oneStatementWithoutAList_isKept() throws Exception {
    String existing =
        "{\"Statement\": {\"Sid\": \"a\", \"Effect\": \"Deny\", \"Principal\": \"*\"}}";
    assertThat(new ObjectMapper().readTree(MergedPolicy.of(existing, OURS)).path("Statement"))
        .hasSize(2);
  }

  @Test
  void of_somethingElse_isRefused() {
    for (String existing : new String[] {"x", "[]", "{}"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MergedPolicy.of(existing, OURS))
          .withMessageStartingWith("the existing policy ");
    }
  }
}
