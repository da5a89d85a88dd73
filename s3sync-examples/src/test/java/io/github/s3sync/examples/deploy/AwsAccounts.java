package io.github.s3sync.examples.deploy;

import static io.github.s3sync.examples.deploy.CloudFormation.list;
import static io.github.s3sync.examples.deploy.CloudFormation.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.SqsServer;
import io.github.s3sync.testing.StsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Simulates two accounts as far as the page needs them: buckets with policies, queues, and the
 * function of the template. An account can do anything in its own buckets and nothing in those of
 * the other account. The function can do what its role's policies allow and, in the other account,
 * what the bucket's policy allows as well.
 */
final class AwsAccounts implements AutoCloseable {

  private static final Map<String, String> ACCOUNTS =
      Map.of("source", Sample.SOURCE_ACCOUNT, "destination", Sample.DESTINATION_ACCOUNT);
  private static final String ROLE_ARN =
      "arn:aws:iam::" + Sample.SOURCE_ACCOUNT + ":role/s3sync-Role-1ABCDEFGHIJKL";
  private static final String FUNCTION = "s3sync-Function-1ABCDEFGHIJKL";
  private static final String CREDENTIALS =
      """
      [%s]
      aws_access_key_id = %s
      aws_secret_access_key = not-a-secret
      """;
  private static final JsonMapper JSON = new JsonMapper();

  private final FakeS3 s3 = FakeS3.start();
  private final SqsServer sqs = SqsServer.start();
  private final StsServer sts = StsServer.start();
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> bucketPolicies = new ConcurrentHashMap<>();
  private final Map<String, String> outputs = new HashMap<>();
  private final String functionClasspath;
  private @Nullable JsonNode queuePolicy;
  private @Nullable QueuedFunction function;

  /**
   * Creates empty accounts.
   *
   * @param functionClasspath the uploaded jar, and the libraries that Lambda provides
   */
  AwsAccounts(String functionClasspath) {
    this.functionClasspath = functionClasspath;
    ACCOUNTS.forEach(
        (profile, account) ->
            s3.allowOnly(profile, (action, bucket) -> account.equals(owners.get(bucket))));
  }

  /**
   * Returns the variables that make a process use these accounts. This S3 is a substitute for
   * Amazon S3, where copies are not verified.
   */
  Map<String, String> endpoints() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
        "AWS_ENDPOINT_URL_STS", sts.endpoint().toString(),
        "S3SYNC_VERIFY", "false");
  }

  /** Returns a file of credentials for the two profiles. */
  String credentials() {
    return ACCOUNTS.keySet().stream()
        .map(profile -> CREDENTIALS.formatted(profile, profile))
        .collect(Collectors.joining());
  }

  void createBucket(String profile, String bucket) {
    String account = Objects.requireNonNull(ACCOUNTS.get(profile), profile);
    owners.put(bucket, account);
    s3.createBucket(bucket, account);
  }

  void write(String profile, String bucket, String key, byte[] content) {
    s3.client(profile).putObject(p -> p.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  String read(String profile, String bucket, String key) {
    return s3.client(profile).getObjectAsBytes(g -> g.bucket(bucket).key(key)).asUtf8String();
  }

  /** Lists objects like {@code aws s3 ls}, which fails if nothing matches. */
  String listing(String profile, String bucket, String prefix) {
    String lines =
        s3.client(profile).listObjectsV2(l -> l.bucket(bucket).prefix(prefix)).contents().stream()
            .map(
                object ->
                    "2026-01-31 12:00:00 %10d %s%n"
                        .formatted(object.size(), object.key().substring(prefix.length())))
            .collect(Collectors.joining());
    if (lines.isEmpty()) {
      throw new RefusedException("");
    }
    return lines;
  }

  JsonNode bucketPolicy(String profile, String bucket) {
    own(profile, bucket);
    JsonNode policy = bucketPolicies.get(bucket);
    if (policy == null) {
      throw new RefusedException(
          "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: The"
              + " bucket policy does not exist");
    }
    return policy;
  }

  void putBucketPolicy(String profile, String bucket, JsonNode policy) {
    own(profile, bucket);
    bucketPolicies.put(bucket, policy);
    s3.bucket(bucket).policy(policy.toString());
  }

  /** Sets notifications; fails like S3 if the queue's policy does not let the bucket send. */
  void putNotifications(String profile, String bucket, JsonNode configuration) {
    own(profile, bucket);
    for (JsonNode queue : configuration.path("QueueConfigurations")) {
      String arn = queue.path("QueueArn").textValue();
      if (!arn.equals(outputs.get("QueueArn")) || !mayBeToldOf(arn, bucket)) {
        throw new RefusedException(
            "An error occurred (InvalidArgument) when calling the"
                + " PutBucketNotificationConfiguration operation: Unable to validate the following"
                + " destination configurations");
      }
      NotificationRule rule = new NotificationRule(queue);
      QueuedFunction told = Objects.requireNonNull(function);
      s3.notify(bucket, body -> rule.send(body, told::offer));
    }
  }

  private boolean mayBeToldOf(String queueArn, String bucket) {
    for (JsonNode statement : Objects.requireNonNull(queuePolicy).path("Statement")) {
      JsonNode condition = statement.path("Condition");
      if (statement.path("Resource").asText().equals(queueArn)
          && statement.path("Action").asText().equals("sqs:SendMessage")
          && statement.at("/Principal/Service").asText().equals("s3.amazonaws.com")
          && condition.at("/ArnLike/aws:SourceArn").asText().equals("arn:aws:s3:::" + bucket)
          && condition.at("/StringEquals/aws:SourceAccount").asText().equals(owners.get(bucket))) {
        return true;
      }
    }
    return false;
  }

  /** Creates the resources of {@code source.yaml}. */
  void deploy(String profile, Path file, Map<String, String> parameters) throws IOException {
    if (!profile.equals("source")) {
      throw new IllegalArgumentException("the page deploys to the source's account only");
    }
    String queue = "s3sync-Queue-1ABCDEFGHIJKL";
    String deadLetters = "s3sync-DeadLetterQueue-1ABCDEFGHIJKL";
    Map<String, String> values = new HashMap<>(parameters);
    values.put("Function", FUNCTION);
    values.put("Queue", "https://sqs.example/" + queue);
    values.putAll(
        Map.of(
            "AWS::Partition",
            "aws",
            "AWS::AccountId",
            Sample.SOURCE_ACCOUNT,
            "AWS::Region",
            Sample.REGION,
            "AWS::StackName",
            "s3sync",
            "Queue.Arn",
            sqsArn(queue),
            "Queue.QueueName",
            queue,
            "DeadLetterQueue.Arn",
            sqsArn(deadLetters),
            "Role.Arn",
            ROLE_ARN,
            "LogGroup",
            "s3sync-LogGroup-1ABCDEFGHIJKL",
            "LogGroup.Arn",
            Sample.LOG_GROUP_ARN + ":*"));
    CloudFormation stack = new CloudFormation(file, values);
    s3.enforce(
        FUNCTION,
        ROLE_ARN,
        list(stack.properties("Role").get("Policies")).stream()
            .map(policy -> JSON.valueToTree(map(policy).get("PolicyDocument")).toString())
            .toArray(String[]::new));
    for (JsonNode trusted : JSON.valueToTree(trust(stack)).path("Statement")) {
      if (trusted.at("/Principal/AWS").asText().contains(Sample.SOURCE_ACCOUNT)) {
        sts.role(ROLE_ARN, null, StsServer.Session.of(FUNCTION, "not-a-secret"));
      }
    }
    queuePolicy = JSON.valueToTree(stack.properties("QueuePolicy").get("PolicyDocument"));
    Map<String, Object> made = stack.properties("Function");
    Map<String, Object> queued = stack.properties("Queue");
    String url =
        sqs.createQueue(
            queue,
            Duration.ofSeconds(number(queued.get("VisibilityTimeout"))),
            deadLetters,
            (int) number(map(queued.get("RedrivePolicy")).get("maxReceiveCount")));
    Map<String, String> environment = new HashMap<>();
    map(map(made.get("Environment")).get("Variables"))
        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
    // Add the variables that Lambda sets, and the endpoint of this S3.
    environment.putAll(
        Map.of(
            "AWS_LAMBDA_FUNCTION_NAME",
            FUNCTION,
            "AWS_ACCESS_KEY_ID",
            FUNCTION,
            "AWS_SECRET_ACCESS_KEY",
            "not-a-secret",
            "AWS_REGION",
            "us-east-1",
            "AWS_ENDPOINT_URL_S3",
            s3.endpoint().toString(),
            "S3SYNC_VERIFY",
            "false"));
    Map<String, Object> mapping =
        map(map(map(made.get("Events")).get("Notifications")).get("Properties"));
    function =
        QueuedFunction.start(
            functionClasspath,
            String.valueOf(made.get("Handler")),
            environment,
            Duration.ofSeconds(number(made.get("Timeout"))),
            sqs.client(),
            url,
            mapping);
    outputs.put("RoleArn", ROLE_ARN);
    outputs.put("QueueArn", sqsArn(queue));
  }

  private static Object trust(CloudFormation stack) {
    return Objects.requireNonNull(stack.properties("Role").get("AssumeRolePolicyDocument"));
  }

  String output(String key) {
    return Objects.requireNonNull(outputs.get(key), key);
  }

  /** Returns the log of the function once it exists. */
  String log() {
    return function == null ? "" : function.log();
  }

  /** Returns the number of messages that are still in the queue. */
  int waiting() {
    return Objects.requireNonNull(function).waiting();
  }

  private void own(String profile, String bucket) {
    if (!Objects.equals(ACCOUNTS.get(profile), owners.get(bucket))) {
      throw new RefusedException("An error occurred (AccessDenied): " + bucket + " is not yours");
    }
  }

  private static String sqsArn(String queue) {
    return "arn:aws:sqs:" + Sample.REGION + ":" + Sample.SOURCE_ACCOUNT + ":" + queue;
  }

  private static long number(@Nullable Object value) {
    return Long.parseLong(String.valueOf(value));
  }

  @Override
  public void close() {
    if (function != null) {
      function.close();
    }
    sts.close();
    sqs.close();
    s3.close();
  }

  /** Thrown if AWS would refuse a request. */
  static final class RefusedException extends RuntimeException {
    RefusedException(String message) {
      super(message);
    }
  }
}
