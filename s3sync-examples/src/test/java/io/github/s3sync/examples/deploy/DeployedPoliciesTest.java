package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.policy.BucketNotifications;
import io.github.s3sync.policy.SyncPolicies;
import io.github.s3sync.rule.CopyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The policies in the templates are those that s3sync-policy makes of the templates' own rule. */
class DeployedPoliciesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  static Stream<Arguments> deployments() {
    List<Sample> samples =
        List.of(
            Sample.README,
            new Sample("", "", "", true, "", true),
            new Sample("in/", "", "{date:yyyy/MM/dd}/{basename}{extension}", false, "", false),
            new Sample("a.b_c-d", "year=2026/x.y/", "", false, "", true),
            new Sample("in/", "bdp/", "{bucket}/{key}", true, "", false));
    return Deployment.TOOLS.stream()
        .flatMap(tool -> samples.stream().map(sample -> Arguments.of(tool.deploy(sample), sample)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void copyPolicy_anySample_isTheGeneratedOne(Deployment deployment, Sample sample)
      throws IOException {
    Map<String, IamPolicy> identities = generated(deployment).identities();

    assertThat(identities).containsOnlyKeys(Sample.ROLE_ARN);
    assertThat(canonical(deployment.copyPolicy()))
        .isEqualTo(canonical(identities.get(Sample.ROLE_ARN)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void bucketPolicy_anySample_isTheGeneratedOne(Deployment deployment, Sample sample)
      throws IOException {
    Map<String, IamPolicy> buckets = generated(deployment).buckets();

    assertThat(buckets).containsOnlyKeys(Sample.DESTINATION_BUCKET);
    assertThat(canonical(deployment.bucketPolicy()))
        .isEqualTo(canonical(buckets.get(Sample.DESTINATION_BUCKET)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void queuePolicy_anySample_isTheGeneratedOne(Deployment deployment, Sample sample)
      throws IOException {
    assertThat(canonical(deployment.queuePolicy()))
        .isEqualTo(canonical(generated(deployment).delivery(Sample.QUEUE_ARN)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void environment_anySample_isTheSampleAsRule(Deployment deployment, Sample sample) {
    Map<String, String> environment = deployment.environment();

    assertThat(environment)
        .containsEntry("S3SYNC_SOURCE", "s3://src/" + sample.sourcePrefix())
        .containsEntry(
            "S3SYNC_DESTINATION",
            "s3://dst/" + sample.destinationPrefix() + sample.destinationKey())
        .containsEntry("S3SYNC_SOURCE_OWNER", Sample.SOURCE_ACCOUNT)
        .containsEntry("S3SYNC_DESTINATION_OWNER", Sample.DESTINATION_ACCOUNT)
        .containsEntry("S3SYNC_TAGS", String.valueOf(sample.copyTags()))
        .containsEntry("S3SYNC_METRICS_NAMESPACE", "s3sync");
  }

  @Test
  void notification_ofTerraform_isTheGeneratedOne() throws IOException {
    TerraformDeployment terraform = new TerraformDeployment(Sample.README);
    JsonNode generated =
        JSON.readTree(notifications(terraform)).at("/QueueConfigurations").required(0);

    Map<String, Object> notification = terraform.notification();

    assertThat(notification)
        .containsEntry("id", generated.get("Id").asText())
        .containsEntry("queue_arn", generated.get("QueueArn").asText())
        .containsEntry("events", List.of(generated.get("Events").required(0).asText()))
        .containsEntry("filter_prefix", generated.at("/Filter/Key/FilterRules/0/Value").asText());
    assertThat(generated.get("Events")).hasSize(1);
    assertThat(generated.at("/Filter/Key/FilterRules")).hasSize(1);
  }

  @Test
  void json_ofReadme_isWhatIsGenerated() throws IOException {
    Deployment deployment = new SamDeployment(Sample.README);
    IamPolicy bucket = generated(deployment).buckets().get(Sample.DESTINATION_BUCKET);

    List<Object> shown = new ArrayList<>();
    for (String block : blocks(Path.of("deploy", "README.md"))) {
      shown.add(canonical(JSON.readTree(block)));
    }

    assertThat(shown)
        .containsExactly(
            canonical(JSON.readTree(notifications(deployment))),
            canonical(bucket),
            canonical(
                JSON.readTree(
                    """
                    {"Rules": [{"ID": "s3sync-abandoned-uploads", "Status": "Enabled",
                      "Filter": {}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}]}
                    """)));
    assertThat(deployment.abandonedUploadDays()).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void policies_anySample_haveNoWildcardButBehindPrefixesAndForStreams(
      Deployment deployment, Sample sample) {
    List<JsonNode> statements = new ArrayList<>();
    for (JsonNode policy :
        List.of(
            deployment.copyPolicy(),
            deployment.runPolicy(),
            deployment.trustPolicy(),
            deployment.queuePolicy(),
            deployment.bucketPolicy())) {
      policy.get("Statement").forEach(statements::add);
    }

    assertThat(statements)
        .hasSizeGreaterThan(9)
        .allSatisfy(
            statement -> {
              assertThat(texts(statement.get("Effect"))).containsExactly("Allow");
              assertThat(texts(statement.get("Action")))
                  .allSatisfy(action -> assertThat(action).doesNotContain("*"));
              assertThat(statement.path("Principal").toString()).doesNotContain("*");
              assertThat(texts(statement.path("Resource")))
                  .filteredOn(resource -> resource.contains("*"))
                  .isSubsetOf(
                      "arn:aws:s3:::src/" + sample.sourcePrefix() + "*",
                      "arn:aws:s3:::dst/" + sample.destinationPrefix() + "*",
                      Sample.LOG_GROUP_ARN + ":*");
            });
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void runPolicy_anySample_isForTheQueueAndTheLogAlone(Deployment deployment, Sample sample)
      throws IOException {
    assertThat(canonical(deployment.runPolicy()))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Sid": "TakeNotifications", "Effect": "Allow", "Resource": "%s", "Action":
                        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
                         "sqs:ChangeMessageVisibility"]},
                      {"Sid": "WriteLog", "Effect": "Allow", "Resource": "%s:*", "Action":
                        ["logs:CreateLogStream", "logs:PutLogEvents"]}]}
                    """
                        .formatted(Sample.QUEUE_ARN, Sample.LOG_GROUP_ARN))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void trustPolicy_anySample_isForLambdaAndWhoeverMayCheck(Deployment deployment, Sample sample)
      throws IOException {
    String account =
        """
        {"Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": {"AWS": "arn:aws:iam::111111111111:root"}},
        """;
    assertThat(canonical(deployment.trustPolicy()))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [%s
                      {"Effect": "Allow", "Action": "sts:AssumeRole",
                        "Principal": {"Service": "lambda.amazonaws.com"}}]}
                    """
                        .formatted(sample.allowCheck() ? account : ""))));
  }

  private static SyncPolicies generated(Deployment deployment) {
    return SyncPolicies.of(rules(deployment), Sample.ROLE_ARN).build();
  }

  private static String notifications(Deployment deployment) {
    return String.valueOf(
        BucketNotifications.of(rules(deployment))
            .configurations(Sample.QUEUE_ARN)
            .get(Sample.SOURCE_BUCKET));
  }

  private static CopyRules rules(Deployment deployment) {
    Map<String, String> environment = new HashMap<>(deployment.environment());
    environment.put("AWS_REGION", Sample.REGION);
    try (S3Sync sync = new EnvironmentReader().read(environment)) {
      return sync.rules();
    }
  }

  private static List<String> blocks(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).results().map(block -> block.group(1)).toList();
  }

  private static Object canonical(@Nullable IamPolicy policy) throws IOException {
    return canonical(JSON.readTree(Objects.requireNonNull(policy).toJson()));
  }

  /** To IAM neither order nor a list of one makes a difference. */
  private static Object canonical(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      json.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
      return fields;
    }
    if (json.isArray() && json.size() == 1) {
      return canonical(json.get(0));
    }
    if (json.isArray()) {
      return StreamSupport.stream(json.spliterator(), false)
          .map(DeployedPoliciesTest::canonical)
          .collect(Collectors.toSet());
    }
    return json.asText();
  }

  private static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(element -> texts.add(element.asText()));
    } else if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    return texts;
  }
}
