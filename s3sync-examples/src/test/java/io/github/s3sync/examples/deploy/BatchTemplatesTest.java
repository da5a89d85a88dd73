package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.DeployedPoliciesTest.canonical;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.lambda.S3SyncHandler;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates for the function and the role of S3 Batch Operations. */
class BatchTemplatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Function<Parameters, BatchDeployment>> tools() {
    return BatchDeployment.TOOLS.stream();
  }

  static Stream<Arguments> deployments() {
    return tools()
        .flatMap(
            tool ->
                PollerTemplatesTest.samples()
                    .map(sample -> Arguments.of(tool.apply(sample), sample)));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void policies_anySample_areTheGeneratedOnes(BatchDeployment deployment, Parameters sample)
      throws IOException {
    SyncPolicies generated =
        DeployedPoliciesTest.generated(
            DeployedPoliciesTest.rules(deployment.environment()),
            sample.value("SourceKeyArn"),
            sample.value("DestinationKeyArn"));

    assertThat(deployment.policies()).containsOnlyKeys("copy", "run");
    assertThat(canonical(policy(deployment.policies(), "copy")))
        .isEqualTo(canonical(generated.identities().get(Sample.ROLE_ARN)));
    assertThat(canonical(policy(deployment.policies(), "run")))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Sid": "WriteLog", "Effect": "Allow",
                      "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "%s:*"}]}
                    """
                        .formatted(Sample.LOG_GROUP_ARN))));
  }

  private static JsonNode policy(Map<String, JsonNode> policies, String name) {
    return Objects.requireNonNull(policies.get(name));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void jobRole_invokesTheFunctionAndUsesTheBucketOfJobs(Function<Parameters, BatchDeployment> tool)
      throws IOException {
    BatchDeployment deployment = tool.apply(Parameters.README);

    assertThat(deployment.services())
        .containsExactly("lambda.amazonaws.com", "batchoperations.s3.amazonaws.com");
    assertThat(canonical(policy(deployment.jobPolicies(), "job")))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Sid": "InvokeFunction", "Effect": "Allow",
                        "Action": "lambda:InvokeFunction", "Resource": ["%1$s", "%1$s:*"]},
                      {"Sid": "ReadManifests", "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                        "Resource": "arn:aws:s3:::jobs/*"},
                      {"Sid": "WriteReports", "Effect": "Allow", "Action": "s3:PutObject",
                        "Resource": "arn:aws:s3:::jobs/reports/*"}]}
                    """
                        .formatted(BatchDeployment.FUNCTION_ARN))));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void function_isTheHandlerThatReadsJobs(Function<Parameters, BatchDeployment> tool) {
    BatchDeployment deployment = tool.apply(Parameters.README);

    assertThat(deployment.settings())
        .isEqualTo(List.of(S3SyncHandler.class.getName(), "java21", "1024", "900", "100"));
    assertThat(deployment.environment())
        .isEqualTo(
            Map.of(
                "S3SYNC_SOURCE", "s3://src/in/",
                "S3SYNC_DESTINATION", "s3://dst/bdp/{filename}",
                "S3SYNC_SOURCE_OWNER", Sample.SOURCE_ACCOUNT,
                "S3SYNC_DESTINATION_OWNER", Sample.DESTINATION_ACCOUNT,
                "S3SYNC_METRICS_NAMESPACE", "s3sync"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void policies_withoutReadingReplicas_haveWhatCopiesRequire(
      Function<Parameters, BatchDeployment> tool) {
    BatchDeployment deployment = tool.apply(Parameters.README.with("ReadReplicas", "false"));

    DeployedPoliciesTest.assertDoesNotReadReplicas(
        policy(deployment.policies(), "copy"),
        DeployedPoliciesTest.rules(deployment.environment()));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void rulesInAnObject_role_mayReadIt(Function<Parameters, BatchDeployment> tool)
      throws IOException {
    BatchDeployment deployment =
        tool.apply(
            new Parameters(
                Map.of(
                    "SourceBucket", "src",
                    "RulesUri", "s3://conf/a/rules.json",
                    "RulesOwner", "333333333333",
                    "PolicyArns", "arn:aws:iam::111111111111:policy/s3sync")));

    assertThat(deployment.policies()).containsOnlyKeys("rules", "run");
    assertThat(canonical(policy(deployment.policies(), "rules")))
        .isEqualTo(
            canonical(
                JSON.readTree(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Sid": "ReadRules", "Effect": "Allow",
                      "Action": "s3:GetObject", "Resource": "arn:aws:s3:::conf/a/rules.json"}]}
                    """)));
    assertThat(deployment.environment())
        .isEqualTo(
            Map.of(
                "S3SYNC_RULES", "s3://conf/a/rules.json",
                "S3SYNC_RULES_OWNER", "333333333333",
                "S3SYNC_METRICS_NAMESPACE", "s3sync"));
  }
}
