package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.CloudFormation.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Describes the function for Batch Operations and the role of a job, as either tool creates them.
 *
 * @param settings the function's handler, runtime, memory, timeout and concurrency
 * @param policies the policies of the role that copies, by their names
 * @param services the services that may assume the role that copies, and the role of a job
 */
record BatchDeployment(
    String tool,
    List<String> settings,
    Map<String, String> environment,
    Map<String, JsonNode> policies,
    Map<String, JsonNode> jobPolicies,
    List<String> services) {

  static final String FUNCTION_ARN = "arn:aws:lambda:eu-west-1:111111111111:function:s3sync";

  static final List<Function<Parameters, BatchDeployment>> TOOLS =
      List.of(BatchDeployment::cloudFormation, BatchDeployment::terraform);

  private static BatchDeployment cloudFormation(Parameters parameters) {
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("batch.yaml"),
            parameters.inCloudFormation(
                Map.of(
                    "JobsBucket",
                    "jobs",
                    "Role.Arn",
                    Sample.ROLE_ARN,
                    "Function.Arn",
                    FUNCTION_ARN,
                    "LogGroup",
                    Sample.LOG_GROUP,
                    "LogGroup.Arn",
                    Sample.LOG_GROUP_ARN + ":*")));
    Map<String, Object> function = template.properties("Function");
    return new BatchDeployment(
        "CloudFormation",
        settings(
            function,
            List.of("Handler", "Runtime", "MemorySize", "Timeout", "ReservedConcurrentExecutions")),
        environment(map(map(function.get("Environment")).get("Variables"))),
        SamDeployment.policies(template, "Role"),
        SamDeployment.policies(template, "JobRole"),
        List.of(
            SamDeployment.trustedService(template, "Role"),
            SamDeployment.trustedService(template, "JobRole")));
  }

  private static BatchDeployment terraform(Parameters parameters) {
    Terraform module =
        new Terraform(
            TerraformDeployment.FOLDER.resolve("batch"),
            parameters.inTerraform(
                Map.of("name", Sample.NAME, "jar", "s3sync-lambda.jar", "jobs_bucket", "jobs")),
            Map.ofEntries(
                Map.entry("data.aws_partition.current.partition", "aws"),
                Map.entry("data.aws_partition.current.dns_suffix", "amazonaws.com"),
                Map.entry("data.aws_caller_identity.current.account_id", Sample.SOURCE_ACCOUNT),
                Map.entry("aws_cloudwatch_log_group.function.arn", Sample.LOG_GROUP_ARN),
                Map.entry("aws_cloudwatch_log_group.function.name", Sample.LOG_GROUP),
                Map.entry("aws_iam_role.copy.arn", Sample.ROLE_ARN),
                Map.entry("aws_iam_role.copy.name", Sample.NAME),
                Map.entry("aws_iam_role.copy.id", Sample.NAME),
                Map.entry("aws_iam_role.job.id", "job"),
                Map.entry("aws_lambda_function.copy.arn", FUNCTION_ARN)));
    Map<String, Object> function = module.resource("aws_lambda_function", "copy");
    return new BatchDeployment(
        "Terraform",
        settings(
            function,
            List.of(
                "handler", "runtime", "memory_size", "timeout", "reserved_concurrent_executions")),
        environment(map(map(function.get("environment")).get("variables"))),
        TerraformDeployment.policies(module, Sample.NAME),
        TerraformDeployment.policies(module, "job"),
        List.of(
            TerraformDeployment.trustedService(module, "copy"),
            TerraformDeployment.trustedService(module, "job")));
  }

  private static List<String> settings(Map<String, Object> function, List<String> names) {
    return names.stream()
        .map(function::get)
        // The parser's whole numbers are of type double.
        .map(value -> value instanceof Number number ? number.longValue() : value)
        .map(String::valueOf)
        .toList();
  }

  /** Returns the variables that are not empty; empty ones count as unset. */
  private static Map<String, String> environment(Map<String, Object> variables) {
    Map<String, String> set = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (!"".equals(value)) {
            set.put(name, String.valueOf(value));
          }
        });
    return set;
  }

  @Override
  public String toString() {
    return tool;
  }
}
