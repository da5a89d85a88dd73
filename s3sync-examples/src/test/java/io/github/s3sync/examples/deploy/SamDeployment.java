package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.CloudFormation.list;
import static io.github.s3sync.examples.deploy.CloudFormation.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The deployment that CloudFormation creates from {@code deploy/sam}. */
final class SamDeployment implements Deployment {

  static final Path FOLDER = Path.of("deploy", "sam");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudFormation source;
  private final CloudFormation destination;

  SamDeployment(Sample sample) {
    Map<String, String> shared =
        Map.of(
            "AWS::Partition",
            "aws",
            "DestinationBucket",
            Sample.DESTINATION_BUCKET,
            "DestinationPrefix",
            sample.destinationPrefix(),
            "CopyTags",
            String.valueOf(sample.copyTags()),
            "ReadReplicas",
            String.valueOf(sample.extras().readReplicas()),
            "DestinationPolicyPrefix",
            policyPrefix(sample.destinationPrefix()));
    Map<String, String> ofSource = new HashMap<>(shared);
    ofSource.putAll(
        Map.of(
            "AWS::AccountId",
            Sample.SOURCE_ACCOUNT,
            "AWS::Region",
            Sample.REGION,
            "AWS::StackName",
            Sample.NAME,
            "Release",
            "1764284400",
            "SourceBucket",
            Sample.SOURCE_BUCKET,
            "SourcePrefix",
            sample.sourcePrefix(),
            "DestinationAccount",
            Sample.DESTINATION_ACCOUNT,
            "DestinationKey",
            sample.destinationKey(),
            "AlarmTopicArn",
            sample.alarmTopicArn(),
            "AllowCheck",
            String.valueOf(sample.allowCheck())));
    ofSource.putAll(
        Map.of(
            "AWS::URLSuffix",
            "amazonaws.com",
            "SourcePolicyPrefix",
            policyPrefix(sample.sourcePrefix()),
            "DestinationRegion",
            sample.extras().destinationRegion(),
            "SourceKeyArn",
            sample.extras().sourceKey(),
            "DestinationKeyArn",
            sample.extras().destinationKey(),
            "RulesUri",
            sample.extras().rulesUri(),
            "PolicyArns",
            "arn:aws:iam::111111111111:policy/s3sync-1",
            "SilenceHours",
            String.valueOf(sample.extras().silenceHours())));
    ofSource.putAll(
        Map.of(
            "Queue", "https://sqs.example/" + Sample.NAME,
            "Queue.Arn", Sample.QUEUE_ARN,
            "Queue.QueueName", Sample.NAME,
            "DeadLetterQueue.Arn", Sample.DEAD_LETTER_QUEUE_ARN,
            "DeadLetterQueue.QueueName", Sample.DEAD_LETTERS,
            "Role.Arn", Sample.ROLE_ARN,
            "LogGroup", Sample.LOG_GROUP,
            "LogGroup.Arn", Sample.LOG_GROUP_ARN + ":*",
            "Function", Sample.NAME));
    this.source = new CloudFormation(FOLDER.resolve("source.yaml"), ofSource);
    Map<String, String> ofDestination = new HashMap<>(shared);
    ofDestination.putAll(
        Map.of(
            "CreateBucket",
            "true",
            "RoleArn",
            Sample.ROLE_ARN,
            "Bucket",
            Sample.DESTINATION_BUCKET));
    this.destination = new CloudFormation(FOLDER.resolve("destination.yaml"), ofDestination);
  }

  /** Returns the prefix in a policy; an equals sign means the whole prefix. */
  private static String policyPrefix(String prefix) {
    String accepted = Sample.policyPrefix(prefix);
    return accepted.equals(prefix) ? "=" : accepted;
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    map(map(source.properties("Function").get("Environment")).get("Variables"))
        .forEach((name, value) -> variables.put(name, String.valueOf(value)));
    return variables;
  }

  @Override
  public JsonNode copyPolicy() {
    return ofRole("copy");
  }

  @Override
  public JsonNode rulesPolicy() {
    return ofRole("rules");
  }

  @Override
  public JsonNode runPolicy() {
    return ofRole("run");
  }

  private JsonNode ofRole(String name) {
    return Objects.requireNonNull(policies(source, "Role").get(name), name);
  }

  /** Returns the inline policies of a role, by their names. */
  static Map<String, JsonNode> policies(CloudFormation template, String role) {
    Map<String, JsonNode> policies = new TreeMap<>();
    for (Object policy : list(template.properties(role).get("Policies"))) {
      policies.put(
          String.valueOf(map(policy).get("PolicyName")),
          JSON.valueToTree(map(policy).get("PolicyDocument")));
    }
    return policies;
  }

  /** Returns the service that may assume a role. */
  static String trustedService(CloudFormation template, String role) {
    JsonNode trust = JSON.valueToTree(template.properties(role).get("AssumeRolePolicyDocument"));
    return trust.at("/Statement/0/Principal/Service").asText();
  }

  @Override
  public JsonNode trustPolicy() {
    return JSON.valueToTree(source.properties("Role").get("AssumeRolePolicyDocument"));
  }

  @Override
  public JsonNode queuePolicy() {
    return JSON.valueToTree(source.properties("QueuePolicy").get("PolicyDocument"));
  }

  @Override
  public JsonNode bucketPolicy() {
    return JSON.valueToTree(destination.properties("BucketPolicy").get("PolicyDocument"));
  }

  @Override
  public long abandonedUploadDays() {
    Object rules = map(destination.properties("Bucket").get("LifecycleConfiguration")).get("Rules");
    Map<String, Object> rule = map(list(rules).get(0));
    return number(map(rule.get("AbortIncompleteMultipartUpload")).get("DaysAfterInitiation"));
  }

  @Override
  public Function function() {
    Map<String, Object> function = source.properties("Function");
    Map<String, Object> logging = map(function.get("LoggingConfig"));
    // This value must change with each deployment, since SAM does not detect changed parameters.
    Object release = source.raw("Function").get("AutoPublishCodeSha256");
    boolean publishes =
        Map.of("Ref", "Release").equals(release)
            && !map(source.parameters().get("Release")).containsKey("Default");
    return new Function(
        String.valueOf(function.get("Handler")),
        String.valueOf(function.get("Runtime")),
        String.valueOf(map(function.get("SnapStart")).get("ApplyOn")),
        number(function.get("MemorySize")),
        number(function.get("Timeout")),
        String.valueOf(logging.get("LogFormat")),
        number(source.properties("LogGroup").get("RetentionInDays")),
        String.valueOf(function.get("AutoPublishAlias")),
        publishes);
  }

  @Override
  public Queue queue() {
    return queue(source, "Queue");
  }

  @Override
  public Queue deadLetterQueue() {
    return queue(source, "DeadLetterQueue");
  }

  static Queue queue(CloudFormation template, String name) {
    Map<String, Object> queue = template.properties(name);
    return new Queue(
        number(queue.getOrDefault("VisibilityTimeout", 30)),
        number(queue.get("MessageRetentionPeriod")),
        Boolean.TRUE.equals(queue.get("SqsManagedSseEnabled")),
        List.of("DeletionPolicy", "UpdateReplacePolicy").stream()
            .allMatch(policy -> "Retain".equals(template.resource(name).get(policy))),
        map(queue.getOrDefault("RedrivePolicy", Map.of())));
  }

  @Override
  public Mapping mapping() {
    Map<String, Object> function = source.properties("Function");
    Map<String, Object> event =
        map(map(map(function.get("Events")).get("Notifications")).get("Properties"));
    return new Mapping(
        String.valueOf(event.get("Queue")),
        // SAM maps to the alias, if the function has one.
        Sample.NAME + ":" + function.get("AutoPublishAlias"),
        number(event.get("BatchSize")),
        strings(event.get("FunctionResponseTypes")),
        number(map(event.get("ScalingConfig")).get("MaximumConcurrency")));
  }

  @Override
  public List<Alarm> alarms() {
    return alarms(source);
  }

  static List<Alarm> alarms(CloudFormation template) {
    return template.all("AWS::CloudWatch::Alarm").entrySet().stream()
        .map(alarm -> alarm(alarm.getKey(), alarm.getValue()))
        .toList();
  }

  /**
   * Returns an alarm, which CloudFormation names after the stack and the resource, such as {@code
   * NotCopiedAlarm}.
   */
  private static Alarm alarm(String resource, Map<String, Object> alarm) {
    Map<String, String> dimensions = new TreeMap<>();
    for (Object dimension : list(alarm.getOrDefault("Dimensions", List.of()))) {
      dimensions.put(
          String.valueOf(map(dimension).get("Name")), String.valueOf(map(dimension).get("Value")));
    }
    return new Alarm(
        resource
            .replaceFirst("Alarm$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT),
        String.valueOf(alarm.get("Namespace")),
        String.valueOf(alarm.get("MetricName")),
        dimensions,
        String.valueOf(alarm.getOrDefault("Statistic", alarm.get("ExtendedStatistic"))),
        number(alarm.get("Period")),
        number(alarm.get("EvaluationPeriods")),
        String.valueOf(alarm.get("ComparisonOperator")),
        number(alarm.get("Threshold")),
        String.valueOf(alarm.get("TreatMissingData")),
        List.copyOf(strings(alarm.getOrDefault("AlarmActions", List.of()))));
  }

  @Override
  public JsonNode dashboard() {
    try {
      return JSON.readTree(String.valueOf(source.properties("Dashboard").get("DashboardBody")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> patterns() {
    Map<String, String> patterns = new TreeMap<>();
    for (CloudFormation template : List.of(destination, source)) {
      template
          .parameters()
          .forEach(
              (name, parameter) -> {
                if (map(parameter).containsKey("AllowedPattern")) {
                  patterns.put(name, String.valueOf(map(parameter).get("AllowedPattern")));
                }
              });
    }
    return patterns;
  }

  private static long number(@Nullable Object value) {
    return Long.parseLong(String.valueOf(value));
  }

  private static Set<String> strings(@Nullable Object elements) {
    return Set.copyOf(list(elements).stream().map(String::valueOf).toList());
  }

  @Override
  public String toString() {
    return "SAM";
  }
}
