package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.policy.Feature;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A queue that notifications cannot reach is found, whatever the cause. */
class QueueAttributesIT {

  private static final String ARN = "arn:aws:sqs:us-east-1:111111111111:q";
  private static final String DEAD = "arn:aws:sqs:us-east-1:111111111111:dead";
  private static final String POLICY =
      "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"%s\"},"
          + " \"Action\": \"sqs:SendMessage\", \"Resource\": \"*\"}]}";
  private static final String S3_MAY_SEND = POLICY.formatted("s3.amazonaws.com");

  private final WireMockServer aws =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final Accounts accounts = new Accounts();

  @BeforeEach
  void start() {
    aws.start();
    accounts.put("small", "small");
    aws.stubFor(
        WireMock.post("/")
            .withHeader("X-Amz-Target", WireMock.equalTo("AmazonSQS.GetQueueUrl"))
            .willReturn(WireMock.okJson("{\"QueueUrl\": \"" + aws.baseUrl() + "/dead\"}")));
    attributes("/dead", Map.of("MessageRetentionPeriod", "1209600"));
  }

  @AfterEach
  void stop() {
    aws.stop();
    accounts.close();
  }

  @Test
  void run_queueIsSetUp_findsNothingWrong() {
    queue(Map.of("Policy", S3_MAY_SEND));
    notify(ARN);
    assertThat(bad()).isEmpty();
    assertThat(texts(Severity.OK))
        .contains("sends every event that the rule needs to the queue")
        .contains("its policy lets s3.amazonaws.com for arn:aws:s3:::src send");
  }

  @Test
  void run_bucketSendsToAnotherQueue_warnsAndNamesIt() {
    queue(Map.of("Policy", S3_MAY_SEND));
    notify(ARN + "2");
    assertThat(texts(Severity.WARNING))
        .singleElement()
        .asString()
        .startsWith("does not send s3:ObjectCreated:Put")
        .contains(" to the queue ")
        .endsWith("go to " + ARN + "2");
  }

  @Test
  void run_bucketSendsToATopic_checksThatTheTopicMaySend() {
    String topic = "arn:aws:sns:us-east-1:222222222222:t";
    accounts
        .s3()
        .client()
        .putBucketNotificationConfiguration(
            r ->
                r.bucket("src")
                    .notificationConfiguration(
                        c ->
                            c.topicConfigurations(
                                TopicConfiguration.builder()
                                    .topicArn(topic)
                                    .eventsWithStrings("s3:ObjectCreated:*")
                                    .build())));
    queue(Map.of("Policy", S3_MAY_SEND));
    assertThat(texts(Severity.ERROR))
        .singleElement()
        .asString()
        .startsWith("its policy does not let sns.amazonaws.com for " + topic + " send");
    assertThat(texts(Severity.UNKNOWN)).anyMatch(text -> text.contains("the subscriptions"));
    queue(Map.of("Policy", POLICY.formatted("sns.amazonaws.com")));
    assertThat(texts(Severity.ERROR)).isEmpty();
  }

  @Test
  void run_bucketSendsToEventBridge_saysThatItsRulesAreNotChecked() {
    accounts
        .s3()
        .client()
        .putBucketNotificationConfiguration(
            r ->
                r.bucket("src")
                    .notificationConfiguration(c -> c.eventBridgeConfiguration(e -> {})));
    queue(Map.of("Policy", S3_MAY_SEND));
    assertThat(texts(Severity.UNKNOWN))
        .anyMatch(text -> text.contains("to EventBridge; the rules"));
    assertThat(texts(Severity.ERROR))
        .singleElement()
        .asString()
        .startsWith("its policy does not let events.amazonaws.com send");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KmsMasterKeyId|alias/aws/sqs|ERROR|which S3 cannot use",
        "KmsMasterKeyId|arn:aws:kms:us-east-1:111111111111:alias/aws/sqs|ERROR|which S3 cannot use",
        "KmsMasterKeyId|arn:aws:kms:us-east-1:111111111111:key/1|UNKNOWN|is not checked",
        "MaximumMessageSize|65535|ERROR|MaximumMessageSize of 65535 bytes",
        "Policy|{}|ERROR|does not let s3.amazonaws.com for arn:aws:s3:::src send"
      })
  void run_attributeKeepsMessagesAway_isFound(
      String name, String value, Severity expected, String message) {
    Map<String, String> attributes = new HashMap<>(Map.of("Policy", S3_MAY_SEND));
    attributes.put(name, value);
    queue(attributes);
    notify(ARN);
    assertThat(texts(expected)).anyMatch(text -> text.contains(message));
  }

  @ParameterizedTest
  @CsvSource({"65536", "262144", "1048576"})
  void run_maximumMessageSizeSuffices_findsNothingWrong(String bytes) {
    queue(Map.of("Policy", S3_MAY_SEND, "MaximumMessageSize", bytes));
    notify(ARN);
    assertThat(bad()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'redrivePermission': 'denyAll'}|1",
        "{'redrivePermission': 'byQueue', 'sourceQueueArns':"
            + " ['arn:aws:sqs:us-east-1:111111111111:x']}|1",
        "{'redrivePermission': 'byQueue', 'sourceQueueArns':"
            + " ['arn:aws:sqs:us-east-1:111111111111:q']}|0",
        "{'redrivePermission': 'allowAll'}|0"
      })
  void run_deadLetterQueueAcceptsNone_isAnError(String policy, int errors) {
    queue(Map.of("Policy", S3_MAY_SEND));
    notify(ARN);
    attributes(
        "/dead",
        Map.of(
            "MessageRetentionPeriod", "1209600", "RedriveAllowPolicy", policy.replace('\'', '"')));
    assertThat(texts(Severity.ERROR)).hasSize(errors);
  }

  private List<Finding> bad() {
    return run().stream()
        .filter(f -> f.severity() == Severity.ERROR || f.check() == Check.QUEUE)
        .filter(f -> f.severity() != Severity.OK)
        .toList();
  }

  private List<String> texts(Severity severity) {
    return run().stream()
        .filter(f -> f.check() == Check.QUEUE || f.check() == Check.NOTIFICATION)
        .filter(f -> f.severity() == severity)
        .map(Finding::message)
        .toList();
  }

  private List<Finding> run() {
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(URI.create(aws.baseUrl()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      return accounts
          .preflight(Feature.PLAIN.rules())
          .policies(Feature.PLAIN.policies())
          .queue(client, aws.baseUrl() + "/q")
          .build()
          .run();
    }
  }

  private void notify(String queueArn) {
    accounts
        .s3()
        .client()
        .putBucketNotificationConfiguration(
            r ->
                r.bucket("src")
                    .notificationConfiguration(
                        NotificationConfiguration.builder()
                            .queueConfigurations(
                                QueueConfiguration.builder()
                                    .queueArn(queueArn)
                                    .eventsWithStrings("s3:ObjectCreated:*")
                                    .build())
                            .build()));
  }

  private void queue(Map<String, String> attributes) {
    Map<String, String> all = new HashMap<>(attributes);
    all.put("QueueArn", ARN);
    all.put("VisibilityTimeout", "60");
    all.put("MessageRetentionPeriod", "345600");
    all.put("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + DEAD + "\",\"maxReceiveCount\":20}");
    attributes("/q", all);
  }

  private void attributes(String path, Map<String, String> attributes) {
    ObjectNode body = new ObjectMapper().createObjectNode();
    ObjectNode values = body.putObject("Attributes");
    attributes.forEach(values::put);
    aws.stubFor(
        WireMock.post(WireMock.urlMatching(".*"))
            .withHeader("X-Amz-Target", WireMock.equalTo("AmazonSQS.GetQueueAttributes"))
            .withRequestBody(WireMock.containing(path + "\""))
            .willReturn(WireMock.okJson(body.toString())));
  }
}
