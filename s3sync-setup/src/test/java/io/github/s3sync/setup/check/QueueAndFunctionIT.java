package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.testing.SqsServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Uses a queue in ElasticMQ, and a server that answers like Lambda's REST API. */
class QueueAndFunctionIT {

  private static final String MAPPINGS = "/2015-03-31/event-source-mappings.*";
  private static final String FUNCTION = "/2015-03-31/functions/sync/configuration";
  private static final String CONCURRENCY = "/2019-09-30/functions/sync/concurrency";

  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  private static final SqsServer SQS = SqsServer.start();
  private static final WireMockServer AWS =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  private final LambdaClient client;

  QueueAndFunctionIT() {
    client =
        LambdaClient.builder()
            .endpointOverride(URI.create(AWS.baseUrl()))
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  @BeforeAll
  static void start() {
    AWS.start();
  }

  @AfterAll
  static void stop() {
    AWS.stop();
    SQS.close();
  }

  @AfterEach
  void close() {
    client.close();
    AWS.resetAll();
  }

  @ParameterizedTest
  @CsvSource({
    "60, ReportBatchItemFailures, Enabled, OK OK",
    "59, ReportBatchItemFailures, Enabled, WARNING OK",
    "9, ReportBatchItemFailures, Enabled, ERROR OK",
    "60, , Enabled, OK ERROR",
    "60, ReportBatchItemFailures, Disabled, OK OK ERROR"
  })
  void run_queueAndFunction_areHeldAgainstEachOther(
      int visibilitySeconds, @Nullable String reports, String state, String expected) {
    function(10);
    mapping(reports, state);
    String url = queue(visibilitySeconds);
    List<Severity> found = run(url).stream().map(Finding::severity).toList();
    // The attributes of the queues come first; ElasticMQ does not return the retention period.
    assertThat(found.subList(0, 2)).containsExactly(Severity.OK, Severity.UNKNOWN);
    assertThat(found.subList(2, found.size()))
        .extracting(Severity::name)
        .containsExactly(expected.split(" "));
  }

  @Test
  void run_functionDeletesFailedMessages_saysWhatIsMissing() {
    function(10);
    mapping(null, "Enabled");
    assertThat(run(queue(60)))
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo(Check.FUNCTION);
              assertThat(finding.message()).contains("ReportBatchItemFailures");
            });
  }

  @Test
  void run_noMapping_isAnError() {
    function(10);
    AWS.stubFor(
        WireMock.get(WireMock.urlMatching(MAPPINGS))
            .willReturn(WireMock.okJson("{\"EventSourceMappings\": []}")));
    assertThat(run(queue(60)))
        .anyMatch(f -> f.severity() == Severity.ERROR && f.message().startsWith("has no event"));
  }

  @Test
  void run_noMappingAndNoQueueGiven_isUnknown() {
    function(10);
    AWS.stubFor(
        WireMock.get(WireMock.urlMatching(MAPPINGS))
            .willReturn(WireMock.okJson("{\"EventSourceMappings\": []}")));
    List<Finding> found =
        Preflight.builder()
            .rules(CopyRules.of())
            .clients(noClients())
            .function(client, "sync")
            .build()
            .run();
    assertThat(found)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
              assertThat(finding.message()).contains("name:alias");
            });
  }

  @Test
  void run_lambdaMayNotBeAsked_isUnknown() {
    AWS.stubFor(
        WireMock.any(WireMock.anyUrl())
            .willReturn(
                WireMock.aResponse()
                    .withStatus(403)
                    .withHeader("x-amzn-errortype", "AccessDeniedException")
                    .withBody("{\"Message\": \"no\"}")));
    assertThat(run(queue(60)))
        .filteredOn(finding -> finding.check() == Check.FUNCTION)
        .hasSize(3)
        .allMatch(finding -> finding.severity() == Severity.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"19, WARNING", "20, OK"})
  void run_queueOfAFunction_needsAsManyReceives(int receives, Severity expected) {
    function(10);
    mapping("ReportBatchItemFailures", "Enabled");
    String name = "few-" + receives;
    String url = SQS.createQueue(name, Duration.ofSeconds(60), name + "-dead", receives);
    assertThat(run(url).get(0).severity()).isEqualTo(expected);
  }

  @Test
  void run_reservedConcurrencyIsZero_isAnError() {
    function("{\"Timeout\": 10}", "{\"ReservedConcurrentExecutions\": 0}");
    mapping("ReportBatchItemFailures", "Enabled");
    assertThat(ofFunction(Severity.ERROR))
        .containsExactly("has a reserved concurrency of 0: it is never invoked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"FilterCriteria\": {\"Filters\": [{\"Pattern\": \"{}\"}]}|has FilterCriteria",
        "\"ScalingConfig\": {\"MaximumConcurrency\": 9}|maximum concurrency of 9",
        "\"LastProcessingResult\": \"PROBLEM: Function call failed\"|PROBLEM: Function call failed"
      })
  void run_mappingLosesOrDelaysMessages_warns(String settings, String expected) {
    function("{\"Timeout\": 10}", "{\"ReservedConcurrentExecutions\": 8}");
    mapping("ReportBatchItemFailures", "Enabled", settings);
    assertThat(ofFunction(Severity.WARNING)).singleElement().asString().contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"S3SYNC_SOURCE\": \"s3://src/in/\", \"S3SYNC_DESTINATION\": \"s3://dst/\"}|OK|has the",
        "{\"S3SYNC_SOURCE\": \"s3://src/\", \"S3SYNC_DESTINATION\": \"s3://dst/\"}"
            + "|WARNING|values than the checked rules for S3SYNC_SOURCE",
        "{\"S3SYNC_RULES\": \"s3://conf/rules.json\"}"
            + "|WARNING|for S3SYNC_RULES, S3SYNC_SOURCE, S3SYNC_DESTINATION",
        "{}|WARNING|for S3SYNC_SOURCE, S3SYNC_DESTINATION"
      })
  void run_variablesOfTheFunction_areComparedWithThoseOfTheRules(
      String variables, Severity expected, String message) {
    function("{\"Timeout\": 10, \"Environment\": {\"Variables\": " + variables + "}}", "{}");
    mapping("ReportBatchItemFailures", "Enabled");
    List<Finding> found =
        Preflight.builder()
            .rules(CopyRules.of())
            .clients(noClients())
            .function(client, "sync")
            .variables(Map.of("S3SYNC_SOURCE", "s3://src/in/", "S3SYNC_DESTINATION", "s3://dst/"))
            .build()
            .run();
    assertThat(found)
        .anySatisfy(
            finding -> {
              assertThat(finding.message()).contains(message);
              assertThat(finding.severity()).isEqualTo(expected);
            });
  }

  @Test
  void run_mappingInvokesAnAlias_looksAtItsConfiguration() {
    function("{\"Timeout\": 10}", "{}");
    AWS.stubFor(
        WireMock.get(WireMock.urlPathEqualTo(FUNCTION))
            .withQueryParam("Qualifier", WireMock.equalTo("live"))
            .willReturn(WireMock.okJson("{\"Timeout\": 61}")));
    mapping("ReportBatchItemFailures", "Enabled");
    assertThat(run(queue(60)))
        .anyMatch(f -> f.severity() == Severity.ERROR && f.message().contains("timeout is PT1M1S"));
  }

  @Test
  void run_mappingInvokesAnotherAlias_isAnError() {
    AWS.stubFor(
        WireMock.get(WireMock.urlPathMatching("/2015-03-31/functions/sync(:|%3A)test/.*"))
            .willReturn(WireMock.okJson("{\"Timeout\": 10}")));
    mapping("ReportBatchItemFailures", "Enabled");
    List<Finding> found =
        Preflight.builder()
            .rules(CopyRules.of())
            .clients(noClients())
            .queue(SQS.client(), queue(60))
            .function(client, "sync:test")
            .build()
            .run();
    assertThat(found)
        .filteredOn(f -> f.check() == Check.FUNCTION && f.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.message())
                    .contains("no event source mapping for 'test'", "function:sync:live"));
  }

  private List<String> ofFunction(Severity severity) {
    return run(queue(60)).stream()
        .filter(f -> f.check() == Check.FUNCTION && f.severity() == severity)
        .map(Finding::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"19, 345601, WARNING OK", "20, 345600, OK WARNING", "20, 345601, OK OK"})
  void run_deadLetters_areGivenEnoughTriesAndTime(int receives, int seconds, String expected) {
    attributes(
        "/q",
        """
        {"MessageRetentionPeriod": "345600", "QueueArn": "arn:aws:sqs:us-east-1:111111111111:q",
         "VisibilityTimeout": "60", "RedrivePolicy":
         "{\\"deadLetterTargetArn\\":\\"arn:aws:sqs:us-east-1:111111111111:dead\\",\\"maxReceiveCount\\":%d}"}
        """
            .formatted(receives));
    attributes("/dead", "{\"MessageRetentionPeriod\": \"" + seconds + "\"}");
    AWS.stubFor(
        WireMock.post("/")
            .withHeader("X-Amz-Target", WireMock.equalTo("AmazonSQS.GetQueueUrl"))
            .willReturn(WireMock.okJson("{\"QueueUrl\": \"" + AWS.baseUrl() + "/dead\"}")));
    try (SqsClient canned =
        SqsClient.builder()
            .endpointOverride(URI.create(AWS.baseUrl()))
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      assertThat(onlyQueue(canned, AWS.baseUrl() + "/q"))
          .extracting(finding -> finding.severity().name())
          .containsExactly(expected.split(" "));
    }
  }

  private static void attributes(String path, String json) {
    AWS.stubFor(
        WireMock.post(WireMock.urlMatching(".*"))
            .withHeader("X-Amz-Target", WireMock.equalTo("AmazonSQS.GetQueueAttributes"))
            .withRequestBody(WireMock.containing(path + "\""))
            .willReturn(WireMock.okJson("{\"Attributes\": " + json + "}")));
  }

  @Test
  void run_noRedrivePolicyOrNoQueue_isSaid() {
    String url = SQS.createQueue("alone");
    assertThat(onlyQueue(SQS.client(), url))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.message()).startsWith("has no redrive policy");
            });
    assertThat(onlyQueue(SQS.client(), url + "-none"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.ERROR));
  }

  private static List<Finding> onlyQueue(SqsClient client, String url) {
    return Preflight.builder()
        .rules(CopyRules.of())
        .clients(noClients())
        .queue(client, url)
        .build()
        .run();
  }

  private List<Finding> run(String url) {
    return Preflight.builder()
        .rules(CopyRules.of())
        .clients(noClients())
        .queue(SQS.client(), url)
        .function(client, "sync")
        .build()
        .run();
  }

  /** A client that no rule uses. */
  private static S3Clients noClients() {
    return S3Clients.of(
        S3Client.builder()
            .region(Region.US_EAST_1)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build());
  }

  private static String queue(int visibilitySeconds) {
    String name = "q-" + visibilitySeconds;
    return SQS.createQueue(name, Duration.ofSeconds(visibilitySeconds), name + "-dead", 20);
  }

  private static void function(int timeoutSeconds) {
    function("{\"FunctionName\": \"sync\", \"Timeout\": " + timeoutSeconds + "}", "{}");
  }

  private static void function(String configuration, String concurrency) {
    AWS.stubFor(
        WireMock.get(WireMock.urlPathEqualTo(FUNCTION)).willReturn(WireMock.okJson(configuration)));
    AWS.stubFor(
        WireMock.get(WireMock.urlPathEqualTo(CONCURRENCY))
            .willReturn(WireMock.okJson(concurrency)));
  }

  private static void mapping(@Nullable String reports, String state) {
    mapping(reports, state, "\"BatchSize\": 10");
  }

  private static void mapping(@Nullable String reports, String state, String settings) {
    String types = reports == null ? "" : "\"" + reports + "\"";
    AWS.stubFor(
        WireMock.get(WireMock.urlMatching(MAPPINGS))
            .willReturn(
                WireMock.okJson(
                    """
                    {"EventSourceMappings": [{"State": "%s", "FunctionResponseTypes": [%s], %s,
                      "EventSourceArn": "arn:aws:sqs:us-east-1:111111111111:q",
                      "FunctionArn": "arn:aws:lambda:us-east-1:111111111111:function:sync:live"},
                     {"State": "Disabled",
                      "EventSourceArn": "arn:aws:sqs:us-east-1:111111111111:q",
                      "FunctionArn": "arn:aws:lambda:us-east-1:111111111111:function:another"}]}
                    """
                        .formatted(state, types, settings))));
  }
}
