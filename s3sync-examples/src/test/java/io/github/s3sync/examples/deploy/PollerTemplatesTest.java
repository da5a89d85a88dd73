package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.DeployedPoliciesTest.canonical;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.policy.SyncPolicies;
import io.github.s3sync.sqs.SqsPoller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The templates for the poller on ECS: policies, queues, variables and alarms. */
class PollerTemplatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/3";

  static Stream<Function<Parameters, PollerDeployment>> tools() {
    return PollerDeployment.TOOLS.stream();
  }

  static Stream<Parameters> samples() {
    return Stream.of(
        Parameters.README,
        Parameters.README.with("SourcePrefix", "").with("DestinationPrefix", ""),
        Parameters.README.with("SourcePrefix", "dt=2026/a b/").with("DestinationPrefix", "x y/"),
        Parameters.README.with("SourcePrefix", "in/한글/").with("DestinationPrefix", "사본/"),
        Parameters.README.with("SourceKeyArn", Sample.SOURCE_KEY),
        Parameters.README
            .with("SourceKeyArn", Sample.SOURCE_KEY)
            .with("DestinationKeyArn", Sample.DESTINATION_KEY)
            .with("DestinationRegion", "us-east-1"));
  }

  static Stream<Arguments> deployments() {
    return tools()
        .flatMap(tool -> samples().map(sample -> Arguments.of(tool.apply(sample), sample)));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void policies_anySample_areTheGeneratedOnes(PollerDeployment deployment, Parameters sample)
      throws IOException {
    SyncPolicies generated =
        DeployedPoliciesTest.generated(
            DeployedPoliciesTest.rules(deployment.environment()),
            sample.value("SourceKeyArn"),
            sample.value("DestinationKeyArn"));

    assertThat(deployment.policies()).containsOnlyKeys("copy", "poll");
    assertThat(canonical(policy(deployment, "copy")))
        .isEqualTo(canonical(generated.identities().get(Sample.ROLE_ARN)));
    assertThat(canonical(deployment.queuePolicy()))
        .isEqualTo(canonical(generated.delivery(Sample.QUEUE_ARN)));
    IamPolicy polling = generated.polling(Sample.QUEUE_ARN);
    assertThat(List.of(canonical(policy(deployment, "poll").get("Statement"))).toString())
        .contains(canonical(JSON.readTree(polling.toJson()).get("Statement")).toString())
        .contains("Resource=" + Sample.DEAD_LETTER_QUEUE_ARN);
  }

  private static JsonNode policy(PollerDeployment deployment, String name) {
    return Objects.requireNonNull(deployment.policies().get(name));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void environment_anySample_isAcceptedByTheService(
      PollerDeployment deployment, Parameters sample) {
    Map<String, String> environment = deployment.environment();

    // Fails on a name or a value that the service does not accept.
    SqsPoller.builder().environment(environment);
    CopyRules rules = DeployedPoliciesTest.rules(environment);

    assertThat(rules.rules()).hasSize(1);
    assertThat(environment)
        .containsEntry("S3SYNC_SOURCE", "s3://src/" + sample.value("SourcePrefix"))
        .containsEntry(
            "S3SYNC_DESTINATION", "s3://dst/" + sample.value("DestinationPrefix") + "{filename}")
        .containsEntry("S3SYNC_DESTINATION_REGION", sample.value("DestinationRegion"));
    int shutdown =
        Integer.parseInt(String.valueOf(environment.get("S3SYNC_SHUTDOWN_TIMEOUT_SECONDS")));
    assertThat(deployment.stopTimeoutSeconds()).isGreaterThan(shutdown).isLessThanOrEqualTo(120);
  }

  @Test
  void deployments_ofBothTools_areTheSame() {
    Parameters all =
        Parameters.README
            .with("OtherSourceBucketArns", "arn:aws:s3:::more")
            .with("SilenceHours", "12")
            .with("LogCopies", "true")
            .with("QueueKeyArn", KEY)
            .with("AlarmTopicArn", "arn:aws:sns:eu-west-1:111111111111:alarms");
    for (Parameters parameters : List.of(Parameters.README, all, rulesInAnObject())) {
      List<PollerDeployment> both = tools().map(tool -> tool.apply(parameters)).toList();
      assertThat(both).hasSize(2);
      PollerDeployment one = both.get(0);
      PollerDeployment other = both.get(1);
      assertThat(one.environment()).isEqualTo(other.environment());
      assertThat(one.stopTimeoutSeconds()).isEqualTo(other.stopTimeoutSeconds());
      assertThat(one.services()).isEqualTo(other.services());
      assertThat(one.queue()).isEqualTo(other.queue());
      assertThat(one.deadLetterQueue()).isEqualTo(other.deadLetterQueue());
      assertThat(one.keys()).isEqualTo(other.keys());
      assertThat(one.alarms()).containsExactlyInAnyOrderElementsOf(other.alarms());
      assertThat(one.noRule()).isEqualTo(other.noRule());
      assertThat(canonical(one.queuePolicy())).isEqualTo(canonical(other.queuePolicy()));
      assertThat(one.policies()).hasSameSizeAs(other.policies());
      one.policies()
          .forEach(
              (name, policy) ->
                  assertThat(canonical(policy)).isEqualTo(canonical(policy(other, name))));
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void policies_withoutReadingReplicas_haveWhatCopiesRequire(
      Function<Parameters, PollerDeployment> tool) {
    PollerDeployment deployment = tool.apply(Parameters.README.with("ReadReplicas", "false"));

    DeployedPoliciesTest.assertDoesNotReadReplicas(
        policy(deployment, "copy"), DeployedPoliciesTest.rules(deployment.environment()));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void queues_keepMessagesForLongAndGiveThemUpAfter20Receives(
      Function<Parameters, PollerDeployment> tool) {
    PollerDeployment deployment = tool.apply(Parameters.README);

    assertThat(deployment.queue().redrive())
        .isEqualTo(
            Map.of("deadLetterTargetArn", Sample.DEAD_LETTER_QUEUE_ARN, "maxReceiveCount", 20));
    assertThat(deployment.deadLetterQueue().retentionSeconds())
        .isEqualTo(1_209_600)
        .isGreaterThan(deployment.queue().retentionSeconds());
    assertThat(deployment.queue().encrypted()).isTrue();
    assertThat(deployment.deadLetterQueue().encrypted()).isTrue();
    assertThat(deployment.queue().kept()).isTrue();
    assertThat(deployment.deadLetterQueue().kept()).isTrue();
    assertThat(deployment.keys()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void queueKey_given_isThatOfBothQueuesAndMayBeUsed(Function<Parameters, PollerDeployment> tool)
      throws IOException {
    PollerDeployment deployment = tool.apply(Parameters.README.with("QueueKeyArn", KEY));

    assertThat(deployment.keys()).containsExactly(KEY, KEY);
    assertThat(deployment.queue().encrypted()).isFalse();
    assertThat(canonical(policy(deployment, "poll").get("Statement")).toString())
        .contains(
            canonical(
                    JSON.readTree(
                        """
                        {"Sid": "DecryptNotifications", "Effect": "Allow", "Resource": "%s",
                          "Action": ["kms:Decrypt", "kms:GenerateDataKey"]}
                        """
                            .formatted(KEY)))
                .toString());
  }

  @ParameterizedTest
  @MethodSource("tools")
  void queuePolicy_severalSourceBuckets_allowsEach(Function<Parameters, PollerDeployment> tool) {
    JsonNode policy =
        tool.apply(
                Parameters.README.with(
                    "OtherSourceBucketArns", "arn:aws:s3:::more,arn:aws:s3:::most"))
            .queuePolicy();

    assertThat(policy.findValue("aws:SourceArn").toString())
        .isEqualTo("[\"arn:aws:s3:::src\",\"arn:aws:s3:::more\",\"arn:aws:s3:::most\"]");
  }

  private static Parameters rulesInAnObject() {
    return new Parameters(
        Map.of(
            "SourceBucket", "src",
            "RulesUri", "s3://conf/a/rules.json",
            "PolicyArns", "arn:aws:iam::111111111111:policy/s3sync"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void rulesInAnObject_role_mayReadIt(Function<Parameters, PollerDeployment> tool)
      throws IOException {
    PollerDeployment deployment = tool.apply(rulesInAnObject());

    assertThat(deployment.policies()).containsOnlyKeys("rules", "poll");
    assertThat(canonical(policy(deployment, "rules")))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Sid": "ReadRules", "Effect": "Allow",
                      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::conf/a/rules.json"}]}
                    """)));
    assertThat(deployment.environment())
        .containsEntry("S3SYNC_RULES", "s3://conf/a/rules.json")
        .containsEntry("S3SYNC_RULES_OWNER", Sample.SOURCE_ACCOUNT)
        .containsEntry("S3SYNC_SOURCE", "")
        .containsEntry("S3SYNC_DESTINATION", "");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void alarms_areForWhatIsLostOrLate(Function<Parameters, PollerDeployment> tool)
      throws IOException {
    PollerDeployment deployment = tool.apply(Parameters.README.with("SilenceHours", "12"));

    assertThat(deployment.alarms())
        .extracting(Alarm::name)
        .containsExactlyInAnyOrder("not copied", "oldest message", "no rule", "silence");
    assertThat(deployment.services()).containsOnly("ecs-tasks.amazonaws.com");
    assertThat(
            Files.readString(
                Path.of("..", "s3sync-core", "src/main/java/io/github/s3sync/Planning.java")))
        .contains(deployment.noRule().replace("\"", ""));
  }

  @Test
  void parameters_thatTheFunctionHasToo_acceptTheSame() {
    Map<String, String> source = new SamDeployment(Sample.README).patterns();
    for (String file : List.of("poller.yaml", "batch.yaml")) {
      Map<String, Object> parameters =
          new CloudFormation(SamDeployment.FOLDER.resolve(file), Map.of()).parameters();
      parameters.forEach(
          (name, parameter) -> {
            if (source.containsKey(name)) {
              assertThat(CloudFormation.map(parameter).get("AllowedPattern"))
                  .as("%s of %s", name, file)
                  .isEqualTo(source.get(name));
            }
          });
    }
    for (String folder : List.of("poller", "batch")) {
      Map<String, String> patterns =
          Terraform.patterns(Terraform.text(TerraformDeployment.FOLDER.resolve(folder)));
      assertThat(patterns).isNotEmpty();
      patterns.forEach(
          (variable, pattern) ->
              assertThat(pattern)
                  .as("%s of %s", variable, folder)
                  .isEqualTo(source.get(TerraformDeployment.parameter(variable))));
    }
  }
}
