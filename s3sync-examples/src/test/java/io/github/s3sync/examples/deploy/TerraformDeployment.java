package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.Terraform.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deployment that Terraform creates from {@code deploy/terraform}. */
final class TerraformDeployment implements Deployment {

  static final Path FOLDER = Path.of("deploy", "terraform");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Terraform source;
  private final Terraform destination;

  TerraformDeployment(Sample sample) {
    this(sample, List.of());
  }

  TerraformDeployment(Sample sample, List<String> otherSourceBucketArns) {
    Map<String, Object> shared =
        Map.of(
            "region",
            Sample.REGION,
            "destination_bucket",
            Sample.DESTINATION_BUCKET,
            "destination_prefix",
            sample.destinationPrefix(),
            "copy_tags",
            sample.copyTags(),
            "read_replicas",
            sample.extras().readReplicas());
    Map<String, Object> ofSource = new HashMap<>(shared);
    ofSource.putAll(
        Map.of(
            "jar",
            "s3sync-lambda.jar",
            "source_bucket",
            Sample.SOURCE_BUCKET,
            "source_prefix",
            sample.sourcePrefix(),
            "destination_account",
            Sample.DESTINATION_ACCOUNT,
            "destination_key",
            sample.destinationKey(),
            "replace_notifications",
            true,
            "alarm_topic_arn",
            sample.alarmTopicArn(),
            "allow_check",
            sample.allowCheck()));
    ofSource.putAll(
        Map.of(
            "destination_region",
            sample.extras().destinationRegion(),
            "source_key_arn",
            sample.extras().sourceKey(),
            "destination_key_arn",
            sample.extras().destinationKey(),
            "rules_uri",
            sample.extras().rulesUri(),
            "silence_hours",
            sample.extras().silenceHours()));
    ofSource.put("other_source_bucket_arns", otherSourceBucketArns);
    Map<String, String> attributes = new HashMap<>();
    attributes.put("data.aws_partition.current.dns_suffix", "amazonaws.com");
    attributes.put("aws_iam_role.function.id", Sample.NAME);
    attributes.put("aws_iam_role.function.name", Sample.NAME);
    attributes.put("data.aws_partition.current.partition", "aws");
    attributes.put("data.aws_caller_identity.current.account_id", Sample.SOURCE_ACCOUNT);
    attributes.put("aws_sqs_queue.notifications.arn", Sample.QUEUE_ARN);
    attributes.put("aws_sqs_queue.notifications.name", Sample.NAME);
    attributes.put("aws_sqs_queue.dead_letters.arn", Sample.DEAD_LETTER_QUEUE_ARN);
    attributes.put("aws_sqs_queue.dead_letters.name", Sample.DEAD_LETTERS);
    attributes.put("aws_cloudwatch_log_group.function.arn", Sample.LOG_GROUP_ARN);
    attributes.put("aws_cloudwatch_log_group.function.name", Sample.LOG_GROUP);
    attributes.put("aws_lambda_function.copy.function_name", Sample.NAME);
    attributes.put("aws_lambda_function.copy.version", "1");
    attributes.put("aws_lambda_alias.live.arn", Sample.NAME + ":live");
    this.source = new Terraform(FOLDER.resolve("source"), ofSource, attributes);
    Map<String, Object> ofDestination = new HashMap<>(shared);
    ofDestination.putAll(
        Map.of(
            "create_bucket",
            true,
            "replace_policy_and_lifecycle",
            true,
            "role_arn",
            Sample.ROLE_ARN));
    this.destination =
        new Terraform(
            FOLDER.resolve("destination"),
            ofDestination,
            Map.of("data.aws_partition.current.partition", "aws"));
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    map(map(function("copy").get("environment")).get("variables"))
        .forEach(
            (name, value) -> {
              if (!"".equals(value)) {
                variables.put(name, String.valueOf(value));
              }
            });
    return variables;
  }

  @Override
  public JsonNode rulesPolicy() {
    return json(source.resource("aws_iam_role_policy", "rules").get("policy"));
  }

  @Override
  public JsonNode copyPolicy() {
    return json(source.resource("aws_iam_role_policy", "copy").get("policy"));
  }

  @Override
  public JsonNode runPolicy() {
    return json(source.resource("aws_iam_role_policy", "run").get("policy"));
  }

  @Override
  public JsonNode trustPolicy() {
    return json(source.resource("aws_iam_role", "function").get("assume_role_policy"));
  }

  @Override
  public JsonNode queuePolicy() {
    return json(source.resource("aws_sqs_queue_policy", "notifications").get("policy"));
  }

  @Override
  public JsonNode bucketPolicy() {
    return json(destination.resource("aws_s3_bucket_policy", "destination").get("policy"));
  }

  @Override
  public long abandonedUploadDays() {
    Map<String, Object> lifecycle =
        destination.resource("aws_s3_bucket_lifecycle_configuration", "destination");
    Map<String, Object> abort =
        map(map(lifecycle.get("rule")).get("abort_incomplete_multipart_upload"));
    return number(abort.get("days_after_initiation"));
  }

  /** Returns the notification of the source bucket. */
  Map<String, Object> notification() {
    return map(source.resource("aws_s3_bucket_notification", "source").get("queue"));
  }

  @Override
  public Function function() {
    Map<String, Object> function = function("copy");
    Map<String, Object> alias = source.resource("aws_lambda_alias", "live");
    return new Function(
        String.valueOf(function.get("handler")),
        String.valueOf(function.get("runtime")),
        String.valueOf(map(function.get("snap_start")).get("apply_on")),
        number(function.get("memory_size")),
        number(function.get("timeout")),
        String.valueOf(map(function.get("logging_config")).get("log_format")),
        number(source.resource("aws_cloudwatch_log_group", "function").get("retention_in_days")),
        String.valueOf(alias.get("name")),
        Boolean.TRUE.equals(function.get("publish")) && "1".equals(alias.get("function_version")));
  }

  private Map<String, Object> function(String name) {
    return source.resource("aws_lambda_function", name);
  }

  @Override
  public Queue queue() {
    return queue(source, "notifications");
  }

  @Override
  public Queue deadLetterQueue() {
    return queue(source, "dead_letters");
  }

  static Queue queue(Terraform module, String name) {
    Map<String, Object> queue = module.resource("aws_sqs_queue", name);
    Map<String, Object> redrive = new TreeMap<>();
    if (queue.containsKey("redrive_policy")) {
      JsonNode policy = json(queue.get("redrive_policy"));
      redrive.put("deadLetterTargetArn", policy.get("deadLetterTargetArn").asText());
      redrive.put("maxReceiveCount", policy.get("maxReceiveCount").asInt());
    }
    return new Queue(
        number(queue.getOrDefault("visibility_timeout_seconds", 30)),
        number(queue.get("message_retention_seconds")),
        Boolean.TRUE.equals(queue.get("sqs_managed_sse_enabled")),
        Boolean.TRUE.equals(map(queue.get("lifecycle")).get("prevent_destroy")),
        redrive);
  }

  @Override
  public Mapping mapping() {
    Map<String, Object> mapping =
        source.resource("aws_lambda_event_source_mapping", "notifications");
    return new Mapping(
        String.valueOf(mapping.get("event_source_arn")),
        String.valueOf(mapping.get("function_name")),
        number(mapping.get("batch_size")),
        Set.copyOf(strings(mapping.get("function_response_types"))),
        number(map(mapping.get("scaling_config")).get("maximum_concurrency")));
  }

  @Override
  public List<Alarm> alarms() {
    return alarms(source);
  }

  static List<Alarm> alarms(Terraform module) {
    return module.all("aws_cloudwatch_metric_alarm").values().stream()
        .filter(alarm -> number(map(alarm).getOrDefault("count", 1)) > 0)
        .map(alarm -> alarm(map(alarm)))
        .toList();
  }

  private static Alarm alarm(Map<String, Object> alarm) {
    Map<String, String> dimensions = new TreeMap<>();
    map(alarm.getOrDefault("dimensions", Map.of()))
        .forEach((name, value) -> dimensions.put(name, String.valueOf(value)));
    return new Alarm(
        String.valueOf(alarm.get("alarm_name"))
            .replaceFirst(Sample.NAME + "-", "")
            .replace('-', ' '),
        String.valueOf(alarm.get("namespace")),
        String.valueOf(alarm.get("metric_name")),
        dimensions,
        String.valueOf(alarm.getOrDefault("statistic", alarm.get("extended_statistic"))),
        number(alarm.get("period")),
        number(alarm.get("evaluation_periods")),
        String.valueOf(alarm.get("comparison_operator")),
        number(alarm.get("threshold")),
        String.valueOf(alarm.get("treat_missing_data")),
        strings(alarm.get("alarm_actions")));
  }

  @Override
  public JsonNode dashboard() {
    return json(source.resource("aws_cloudwatch_dashboard", "replication").get("dashboard_body"));
  }

  @Override
  public Map<String, String> patterns() {
    Map<String, String> patterns = new TreeMap<>();
    for (Terraform module : List.of(destination, source)) {
      module.patterns().forEach((name, pattern) -> patterns.put(parameter(name), pattern));
    }
    return patterns;
  }

  /** Returns the name of a variable in CloudFormation, such as {@code SourceBucket}. */
  static String parameter(String variable) {
    return Arrays.stream(variable.split("_"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** Returns the inline policies of a role that exist, by their names. */
  static Map<String, JsonNode> policies(Terraform module, String role) {
    Map<String, JsonNode> policies = new TreeMap<>();
    for (Object each : module.all("aws_iam_role_policy").values()) {
      Map<String, Object> policy = map(each);
      if (role.equals(policy.get("role")) && number(policy.getOrDefault("count", 1)) > 0) {
        policies.put(String.valueOf(policy.get("name")), json(policy.get("policy")));
      }
    }
    return policies;
  }

  /** Returns the service that may assume a role. */
  static String trustedService(Terraform module, String role) {
    return json(module.resource("aws_iam_role", role).get("assume_role_policy"))
        .at("/Statement/0/Principal/Service")
        .asText();
  }

  static JsonNode json(@Nullable Object text) {
    try {
      return JSON.readTree((String) text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }

  private static List<String> strings(@Nullable Object list) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(String::valueOf).toList();
  }

  @Override
  public String toString() {
    return "Terraform";
  }
}
