package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.policy.BucketNotifications;
import io.github.s3sync.setup.policy.Purpose;
import io.github.s3sync.setup.policy.RequiredAction;
import io.github.s3sync.setup.policy.SyncPolicies;
import io.github.s3sync.setup.policy.SyncPoliciesBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/**
 * Compares the policies in the templates with those that s3sync-setup generates from the templates'
 * own rule.
 */
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
            new Sample("in/", "bdp/", "{bucket}/{key}", true, "", false),
            new Sample("dt=2026/a b/", "x y/", "", true, "", false),
            new Sample("in/한글 폴더/", "사본/", "", true, "", false),
            Sample.README.with(new Sample.Extras("us-east-1", Sample.SOURCE_KEY, "", "", true, 0)),
            Sample.README.with(
                new Sample.Extras("", Sample.SOURCE_KEY, Sample.DESTINATION_KEY, "", true, 0)),
            Sample.README.with(
                new Sample.Extras("us-east-1", "", Sample.DESTINATION_KEY, "", true, 0)));
    return Deployment.TOOLS.stream()
        .flatMap(tool -> samples.stream().map(sample -> Arguments.of(tool.deploy(sample), sample)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("deployments")
  void copyPolicy_anySample_isTheGeneratedOne(Deployment deployment, Sample sample)
      throws IOException {
    Map<String, IamPolicy> identities = generated(deployment, sample).identities();

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
    assertThat(environment.getOrDefault("S3SYNC_DESTINATION_REGION", ""))
        .isEqualTo(sample.extras().destinationRegion());
  }

  @Test
  void environment_rulesInAnObject_namesItAndNothingOfOneRule() throws IOException {
    Sample sample =
        Sample.README.with(new Sample.Extras("", "", "", "s3://conf/s3sync/rules.json", true, 0));
    for (Deployment.Tool tool : Deployment.TOOLS) {
      Deployment deployment = tool.deploy(sample);
      assertThat(deployment.environment())
          .containsOnly(
              Map.entry("S3SYNC_RULES", "s3://conf/s3sync/rules.json"),
              Map.entry("S3SYNC_RULES_OWNER", Sample.SOURCE_ACCOUNT),
              Map.entry("S3SYNC_METRICS_NAMESPACE", "s3sync"));
      assertThat(canonical(deployment.rulesPolicy()))
          .isEqualTo(
              canonical(
                  JSON.readTree(
                      """
                      {"Version": "2012-10-17", "Statement": {"Sid": "ReadRules", "Effect": "Allow",
                        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::conf/s3sync/rules.json"}}
                      """)));
    }
  }

  @Test
  void policies_withoutReadingReplicas_haveWhatCopiesRequire() {
    Sample sample = Sample.README.with(new Sample.Extras("", "", "", "", false, 0));
    for (Deployment.Tool tool : Deployment.TOOLS) {
      Deployment deployment = tool.deploy(sample);
      CopyRules rules = rules(deployment.environment());
      assertDoesNotReadReplicas(deployment.copyPolicy(), rules);
      assertDoesNotReadReplicas(deployment.bucketPolicy(), rules);
    }
  }

  @Test
  void queuePolicy_severalSourceBuckets_allowsEach() {
    Map<String, String> values = new HashMap<>();
    values.put("AWS::Partition", "aws");
    values.put("AWS::AccountId", Sample.SOURCE_ACCOUNT);
    values.put("SourceBucket", "src");
    values.put("Queue", "https://sqs.example/q");
    values.put("Queue.Arn", Sample.QUEUE_ARN);
    values.put("OtherSourceBucketArns", "arn:aws:s3:::more,arn:aws:s3:::most");
    CloudFormation template =
        new CloudFormation(SamDeployment.FOLDER.resolve("source.yaml"), values);

    assertThat(
            JSON.<JsonNode>valueToTree(template.properties("QueuePolicy"))
                .findValue("aws:SourceArn")
                .toString())
        .isEqualTo("[\"arn:aws:s3:::src\",\"arn:aws:s3:::more\",\"arn:aws:s3:::most\"]");
  }

  @Test
  void queuePolicy_severalSourceBucketsInTerraform_allowsEach() {
    JsonNode policy =
        new TerraformDeployment(Sample.README, List.of("arn:aws:s3:::more")).queuePolicy();

    assertThat(policy.findValue("aws:SourceArn").toString())
        .isEqualTo("[\"arn:aws:s3:::src\",\"arn:aws:s3:::more\"]");
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
                      "arn:aws:s3:::src/" + Sample.policyPrefix(sample.sourcePrefix()) + "*",
                      "arn:aws:s3:::dst/" + Sample.policyPrefix(sample.destinationPrefix()) + "*",
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
                         "sqs:ChangeMessageVisibility", "sqs:SendMessage"]},
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

  /** Asserts that a policy allows what copies require under the destination, and nothing else. */
  static void assertDoesNotReadReplicas(JsonNode policy, CopyRules rules) {
    CopyRule rule = rules.rules().get(0);
    Set<String> required =
        RequiredAction.of(rule).stream()
            .filter(need -> need.purpose() == Purpose.WRITE_REPLICAS)
            .filter(need -> need.consequence(rule).isEmpty())
            .map(RequiredAction::action)
            .collect(Collectors.toSet());
    assertThat(policy.findValuesAsText("Sid"))
        .contains("WriteReplicas")
        .doesNotContain("FindReplicas");
    for (JsonNode statement : policy.get("Statement")) {
      if (statement.path("Sid").asText().equals("WriteReplicas")) {
        assertThat(texts(statement.get("Action"))).containsExactlyInAnyOrderElementsOf(required);
      }
    }
  }

  private static SyncPolicies generated(Deployment deployment) {
    return generated(deployment, Sample.README);
  }

  private static SyncPolicies generated(Deployment deployment, Sample sample) {
    return generated(
        rules(deployment.environment()),
        sample.extras().sourceKey(),
        sample.extras().destinationKey());
  }

  /** Returns the policies for rules; the keys of the buckets are empty if they have none. */
  static SyncPolicies generated(CopyRules rules, String sourceKey, String destinationKey) {
    SyncPoliciesBuilder policies = SyncPolicies.of(rules, Sample.ROLE_ARN);
    if (!sourceKey.isEmpty()) {
      policies.key(Sample.SOURCE_BUCKET, sourceKey);
    }
    if (!destinationKey.isEmpty()) {
      policies.key(Sample.DESTINATION_BUCKET, destinationKey);
    }
    return policies.build();
  }

  private static String notifications(Deployment deployment) {
    return String.valueOf(
        BucketNotifications.of(rules(deployment.environment()))
            .configurations(Sample.QUEUE_ARN)
            .get(Sample.SOURCE_BUCKET));
  }

  /** Returns the rules that the library reads from variables. */
  static CopyRules rules(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("AWS_REGION", Sample.REGION);
    try (S3Sync sync = new EnvironmentReader().read(environment)) {
      return sync.rules();
    }
  }

  private static List<String> blocks(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).results().map(block -> block.group(1)).toList();
  }

  static Object canonical(@Nullable IamPolicy policy) throws IOException {
    return canonical(JSON.readTree(Objects.requireNonNull(policy).toJson()));
  }

  /**
   * Returns a form without order and without lists of one element, which make no difference to IAM.
   */
  static Object canonical(JsonNode json) {
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

  static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(element -> texts.add(element.asText()));
    } else if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    return texts;
  }
}
