package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.CloudFormation.list;
import static io.github.s3sync.examples.deploy.CloudFormation.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes the poller on ECS, as either tool creates it.
 *
 * @param policies the policies of the role that copies, by their names
 * @param services the services that may assume the two roles
 * @param keys the KMS keys of the two queues
 * @param noRule the text that the log filter searches for
 */
record PollerDeployment(
    String tool,
    Map<String, String> environment,
    long stopTimeoutSeconds,
    Map<String, JsonNode> policies,
    List<String> services,
    JsonNode queuePolicy,
    Deployment.Queue queue,
    Deployment.Queue deadLetterQueue,
    List<String> keys,
    List<Alarm> alarms,
    String noRule) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUEUE_URL =
      "https://sqs.eu-west-1.amazonaws.com/111111111111/" + Sample.NAME;
  private static final String DEAD_LETTER_QUEUE_URL =
      "https://sqs.eu-west-1.amazonaws.com/111111111111/" + Sample.DEAD_LETTERS;

  static final List<Function<Parameters, PollerDeployment>> TOOLS =
      List.of(PollerDeployment::cloudFormation, PollerDeployment::terraform);

  private static PollerDeployment cloudFormation(Parameters parameters) {
    Map<String, String> references = new HashMap<>();
    references.put("Image", "s3sync-service");
    references.put("Queue", QUEUE_URL);
    references.put("Queue.Arn", Sample.QUEUE_ARN);
    references.put("Queue.QueueName", Sample.NAME);
    references.put("DeadLetterQueue", DEAD_LETTER_QUEUE_URL);
    references.put("DeadLetterQueue.Arn", Sample.DEAD_LETTER_QUEUE_ARN);
    references.put("DeadLetterQueue.QueueName", Sample.DEAD_LETTERS);
    references.put("ExecutionRole.Arn", "arn:aws:iam::111111111111:role/s3sync-execution");
    references.put("Role.Arn", Sample.ROLE_ARN);
    references.put("LogGroup", Sample.LOG_GROUP);
    CloudFormation template =
        new CloudFormation(
            SamDeployment.FOLDER.resolve("poller.yaml"), parameters.inCloudFormation(references));
    Map<String, Object> container =
        map(list(template.properties("TaskDefinition").get("ContainerDefinitions")).get(0));
    Map<String, String> environment = new TreeMap<>();
    for (Object variable : list(container.get("Environment"))) {
      environment.put(
          String.valueOf(map(variable).get("Name")), String.valueOf(map(variable).get("Value")));
    }
    return new PollerDeployment(
        "CloudFormation",
        environment,
        Long.parseLong(String.valueOf(container.get("StopTimeout"))),
        SamDeployment.policies(template, "Role"),
        List.of(
            SamDeployment.trustedService(template, "ExecutionRole"),
            SamDeployment.trustedService(template, "Role")),
        JSON.valueToTree(template.properties("QueuePolicy").get("PolicyDocument")),
        SamDeployment.queue(template, "Queue"),
        SamDeployment.queue(template, "DeadLetterQueue"),
        keys(
            template.properties("Queue").get("KmsMasterKeyId"),
            template.properties("DeadLetterQueue").get("KmsMasterKeyId")),
        SamDeployment.alarms(template),
        String.valueOf(template.properties("NoRuleFilter").get("FilterPattern")));
  }

  private static PollerDeployment terraform(Parameters parameters) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("data.aws_partition.current.partition", "aws");
    attributes.put("data.aws_partition.current.dns_suffix", "amazonaws.com");
    attributes.put("data.aws_caller_identity.current.account_id", Sample.SOURCE_ACCOUNT);
    attributes.put("aws_sqs_queue.notifications.arn", Sample.QUEUE_ARN);
    attributes.put("aws_sqs_queue.notifications.name", Sample.NAME);
    attributes.put("aws_sqs_queue.notifications.url", QUEUE_URL);
    attributes.put("aws_sqs_queue.dead_letters.arn", Sample.DEAD_LETTER_QUEUE_ARN);
    attributes.put("aws_sqs_queue.dead_letters.name", Sample.DEAD_LETTERS);
    attributes.put("aws_sqs_queue.dead_letters.url", DEAD_LETTER_QUEUE_URL);
    attributes.put("aws_cloudwatch_log_group.poller.name", Sample.LOG_GROUP);
    attributes.put("aws_iam_role.copy.arn", Sample.ROLE_ARN);
    attributes.put("aws_iam_role.copy.name", Sample.NAME);
    attributes.put("aws_iam_role.copy.id", Sample.NAME);
    attributes.put("aws_iam_role.execution.name", "s3sync-execution");
    attributes.put("aws_iam_role.execution.arn", "arn:aws:iam::111111111111:role/s3sync-execution");
    attributes.put("aws_ecs_task_definition.poller.arn", "task");
    Terraform module =
        new Terraform(
            TerraformDeployment.FOLDER.resolve("poller"),
            parameters.inTerraform(
                Map.of(
                    "image",
                    "s3sync-service",
                    "subnets",
                    List.of("subnet-1"),
                    "security_groups",
                    List.of("sg-1"),
                    "replace_notifications",
                    true)),
            attributes);
    JsonNode container =
        TerraformDeployment.json(
                module.resource("aws_ecs_task_definition", "poller").get("container_definitions"))
            .required(0);
    Map<String, String> environment = new TreeMap<>();
    container
        .get("environment")
        .forEach(
            variable ->
                environment.put(variable.get("name").asText(), variable.get("value").asText()));
    return new PollerDeployment(
        "Terraform",
        environment,
        container.get("stopTimeout").asLong(),
        TerraformDeployment.policies(module, Sample.NAME),
        List.of(
            TerraformDeployment.trustedService(module, "execution"),
            TerraformDeployment.trustedService(module, "copy")),
        TerraformDeployment.json(
            module.resource("aws_sqs_queue_policy", "notifications").get("policy")),
        TerraformDeployment.queue(module, "notifications"),
        TerraformDeployment.queue(module, "dead_letters"),
        keys(
            module.resource("aws_sqs_queue", "notifications").get("kms_master_key_id"),
            module.resource("aws_sqs_queue", "dead_letters").get("kms_master_key_id")),
        TerraformDeployment.alarms(module),
        String.valueOf(
            module.resource("aws_cloudwatch_log_metric_filter", "no_rule").get("pattern")));
  }

  private static List<String> keys(@Nullable Object... keys) {
    return Arrays.stream(keys).filter(Objects::nonNull).map(String::valueOf).toList();
  }

  @Override
  public String toString() {
    return tool;
  }
}
