package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.CloudFormation.map;
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
import io.github.s3sync.sqs.SqsPoller;
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
import org.junit.jupiter.params.provider.ValueSource;
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
      CopyRule rule = rules(deployment).rules().get(0);
      Set<String> required =
          RequiredAction.of(rule).stream()
              .filter(need -> need.purpose() == Purpose.WRITE_REPLICAS)
              .filter(need -> need.consequence(rule).isEmpty())
              .map(RequiredAction::action)
              .collect(Collectors.toSet());
      for (JsonNode policy : List.of(deployment.copyPolicy(), deployment.bucketPolicy())) {
        for (JsonNode statement : policy.get("Statement")) {
          assertThat(statement.path("Sid").asText()).isNotEqualTo("FindReplicas");
          if (statement.path("Sid").asText().equals("WriteReplicas")) {
            assertThat(texts(statement.get("Action")))
                .containsExactlyInAnyOrderElementsOf(required);
          }
        }
      }
    }
  }

  @Test
  void policies_ofThePoller_areTheGeneratedOnes() throws IOException {
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("poller.yaml"),
            Map.of(
                "AWS::Partition", "aws",
                "AWS::AccountId", Sample.SOURCE_ACCOUNT,
                "SourceBucket", "src",
                "SourcePrefix", "in/",
                "DestinationBucket", "dst",
                "DestinationPrefix", "bdp/",
                "Queue", "https://sqs.example/q",
                "Queue.Arn", Sample.QUEUE_ARN,
                "DeadLetterQueue.Arn", Sample.DEAD_LETTER_QUEUE_ARN));
    SyncPolicies generated = generated(new SamDeployment(Sample.README));
    List<?> policies = CloudFormation.list(template.properties("Role").get("Policies"));
    assertThat(canonical(JSON.<JsonNode>valueToTree(map(policies.get(0)).get("PolicyDocument"))))
        .isEqualTo(canonical(generated.identities().get(Sample.ROLE_ARN)));
    JsonNode poll = JSON.valueToTree(map(policies.get(1)).get("PolicyDocument"));
    assertThat(canonical(poll.get("Statement").required(0)))
        .isEqualTo(
            canonical(
                JSON.readTree(generated.polling(Sample.QUEUE_ARN).toJson()).get("Statement")));
    assertThat(
            canonical(
                JSON.<JsonNode>valueToTree(
                    template.properties("QueuePolicy").get("PolicyDocument"))))
        .isEqualTo(canonical(generated.delivery(Sample.QUEUE_ARN)));
  }

  @Test
  void variables_ofThePoller_areThoseOfTheService() throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put("AWS::Region", Sample.REGION);
    values.put("AWS::AccountId", Sample.SOURCE_ACCOUNT);
    values.put("AWS::StackName", Sample.NAME);
    values.put("Image", "s3sync-service");
    values.put("ExecutionRole.Arn", "x");
    values.put("Role.Arn", Sample.ROLE_ARN);
    values.put("LogGroup", Sample.LOG_GROUP);
    values.put("Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/s3sync");
    values.put("DeadLetterQueue", "https://sqs.eu-west-1.amazonaws.com/111111111111/dead");
    values.put("SourceBucket", "src");
    values.put("DestinationBucket", "dst");
    values.put("DestinationAccount", Sample.DESTINATION_ACCOUNT);
    values.put("DestinationKey", "{filename}");
    CloudFormation template =
        new CloudFormation(SamDeployment.FOLDER.resolve("poller.yaml"), values);
    Map<String, Object> container =
        map(
            CloudFormation.list(template.properties("TaskDefinition").get("ContainerDefinitions"))
                .get(0));
    Map<String, String> environment = new HashMap<>();
    for (Object variable : CloudFormation.list(container.get("Environment"))) {
      environment.put(
          String.valueOf(map(variable).get("Name")), String.valueOf(map(variable).get("Value")));
    }
    // Fails on a name or a value that the service does not accept.
    SqsPoller.builder().environment(environment);
    try (S3Sync sync = new EnvironmentReader().read(environment)) {
      assertThat(sync.rules().rules()).hasSize(1);
    }
    assertThat(environment).containsEntry("S3SYNC_DESTINATION", "s3://dst/{filename}");
    String text =
        String.valueOf(template.properties("NoRuleFilter").get("FilterPattern")).replace("\"", "");
    assertThat(
            Files.readString(
                Path.of("..", "s3sync-core", "src/main/java/io/github/s3sync/Planning.java")))
        .contains(text);
    int shutdown = Integer.parseInt(environment.get("S3SYNC_SHUTDOWN_TIMEOUT_SECONDS"));
    assertThat(Integer.parseInt(String.valueOf(container.get("StopTimeout"))))
        .isGreaterThan(shutdown)
        .isLessThanOrEqualTo(120);
  }

  @Test
  void policies_ofBatchOperations_areTheGeneratedOnes() throws IOException {
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("batch.yaml"),
            Map.of(
                "AWS::Partition", "aws",
                "AWS::AccountId", Sample.SOURCE_ACCOUNT,
                "SourceBucket", "src",
                "SourcePrefix", "in/",
                "DestinationBucket", "dst",
                "DestinationPrefix", "bdp/",
                "JobsBucket", "jobs",
                "Function.Arn", "arn:aws:lambda:eu-west-1:111111111111:function:s3sync",
                "LogGroup.Arn", Sample.LOG_GROUP_ARN + ":*"));
    SyncPolicies generated = generated(new SamDeployment(Sample.README));
    List<?> policies = CloudFormation.list(template.properties("Role").get("Policies"));
    assertThat(canonical(JSON.<JsonNode>valueToTree(map(policies.get(0)).get("PolicyDocument"))))
        .isEqualTo(canonical(generated.identities().get(Sample.ROLE_ARN)));
    assertThat(String.valueOf(template.properties("JobRole").get("AssumeRolePolicyDocument")))
        .contains("batchoperations.s3.amazonaws.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"source.yaml", "poller.yaml"})
  void queuePolicy_severalSourceBuckets_allowsEach(String file) {
    Map<String, String> values = new HashMap<>();
    values.put("AWS::Partition", "aws");
    values.put("AWS::AccountId", Sample.SOURCE_ACCOUNT);
    values.put("SourceBucket", "src");
    values.put("Queue", "https://sqs.example/q");
    values.put("Queue.Arn", Sample.QUEUE_ARN);
    values.put("OtherSourceBucketArns", "arn:aws:s3:::more,arn:aws:s3:::most");
    CloudFormation template = new CloudFormation(SamDeployment.FOLDER.resolve(file), values);

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

  @ParameterizedTest
  @ValueSource(strings = {"poller.yaml", "batch.yaml"})
  void policies_ofRulesInAnObject_readTheObjectAndAreThoseGiven(String file) throws IOException {
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve(file),
            Map.of(
                "AWS::Partition",
                "aws",
                "AWS::AccountId",
                Sample.SOURCE_ACCOUNT,
                "SourceBucket",
                "src",
                "RulesUri",
                "s3://conf/a/rules.json",
                "PolicyArns",
                "arn:aws:iam::111111111111:policy/s3sync",
                "Queue.Arn",
                Sample.QUEUE_ARN,
                "DeadLetterQueue.Arn",
                Sample.DEAD_LETTER_QUEUE_ARN,
                "LogGroup.Arn",
                Sample.LOG_GROUP_ARN + ":*"));
    Map<String, Object> role = template.properties("Role");
    List<?> policies = CloudFormation.list(role.get("Policies"));

    assertThat(String.valueOf(role.get("ManagedPolicyArns"))).contains("policy/s3sync");
    assertThat(policies).hasSize(2);
    assertThat(canonical(JSON.<JsonNode>valueToTree(map(policies.get(0)).get("PolicyDocument"))))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Sid": "ReadRules", "Effect": "Allow",
                      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::conf/a/rules.json"}]}
                    """)));
    assertThat(Files.readString(SamDeployment.FOLDER.resolve(file)))
        .contains("S3SYNC_RULES_OWNER", "OneRuleOrRulesUri");
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

  private static SyncPolicies generated(Deployment deployment) {
    return generated(deployment, Sample.README);
  }

  private static SyncPolicies generated(Deployment deployment, Sample sample) {
    SyncPoliciesBuilder policies = SyncPolicies.of(rules(deployment), Sample.ROLE_ARN);
    if (!sample.extras().sourceKey().isEmpty()) {
      policies.key(Sample.SOURCE_BUCKET, sample.extras().sourceKey());
    }
    if (!sample.extras().destinationKey().isEmpty()) {
      policies.key(Sample.DESTINATION_BUCKET, sample.extras().destinationKey());
    }
    return policies.build();
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

  /**
   * Returns a form without order and without lists of one element, which make no difference to IAM.
   */
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
