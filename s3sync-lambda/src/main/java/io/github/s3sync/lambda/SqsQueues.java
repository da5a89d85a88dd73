package io.github.s3sync.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.config.Variables;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Accesses queues in SQS. The client is created when a message fails for the first time. It uses
 * the function's own credentials, with which Lambda received the message, whatever credentials the
 * copies use.
 */
final class SqsQueues implements Queues {

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  /** The time limit of a call, whose only benefit is an earlier retry. */
  private static final Duration MAX_PATIENCE = Duration.ofSeconds(2);

  private static final JsonMapper JSON = new JsonMapper();

  private final @Nullable URI endpoint;
  private final Map<String, SqsClient> clients = new HashMap<>();
  private final Map<String, Integer> receives = new HashMap<>();

  SqsQueues(Map<String, String> environment) {
    this.endpoint = new Variables(environment).endpoint("AWS_ENDPOINT_URL_SQS");
  }

  @Override
  public void delay(String queueArn, List<Redelivery.Delay> delays, Duration patience) {
    Arn arn = Arn.fromString(queueArn);
    Region region = Region.of(arn.region().orElseThrow());
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (Redelivery.Delay delay : delays) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(delay.receiptHandle())
              .visibilityTimeout(Math.toIntExact(delay.seconds()))
              .build());
    }
    client(region)
        .changeMessageVisibilityBatch(
            r ->
                r.queueUrl(url(arn, region))
                    .entries(entries)
                    .overrideConfiguration(o -> o.apiCallTimeout(least(patience, MAX_PATIENCE))))
        .failed()
        .forEach(
            entry -> log.debug("the visibility of a message was not changed: {}", entry.message()));
  }

  @Override
  public synchronized int maxReceiveCount(String queueArn, Duration patience) {
    return receives.computeIfAbsent(queueArn, q -> askMaxReceiveCount(q, patience));
  }

  private int askMaxReceiveCount(String queueArn, Duration patience) {
    Arn arn = Arn.fromString(queueArn);
    Region region = Region.of(arn.region().orElseThrow());
    String policy =
        client(region)
            .getQueueAttributes(
                r ->
                    r.queueUrl(url(arn, region))
                        .attributeNames(QueueAttributeName.REDRIVE_POLICY)
                        .overrideConfiguration(
                            o -> o.apiCallTimeout(least(patience, MAX_PATIENCE))))
            .attributes()
            .get(QueueAttributeName.REDRIVE_POLICY);
    try {
      return policy == null
          ? Integer.MAX_VALUE
          : JSON.readTree(policy).path("maxReceiveCount").asInt(Integer.MAX_VALUE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the redrive policy of " + queueArn + " is not JSON", e);
    }
  }

  @Override
  public void send(String queueArn, String body, Duration patience) {
    Arn arn = Arn.fromString(queueArn);
    Region region = Region.of(arn.region().orElseThrow());
    client(region)
        .sendMessage(
            r ->
                r.queueUrl(url(arn, region))
                    .messageBody(body)
                    .overrideConfiguration(o -> o.apiCallTimeout(least(patience, MAX_PATIENCE))));
  }

  private synchronized SqsClient client(Region region) {
    return clients.computeIfAbsent(
        region.id(),
        r -> {
          SqsClientBuilder client =
              SqsClient.builder()
                  .region(region)
                  .httpClientBuilder(
                      Apache5HttpClient.builder()
                          .connectionTimeout(Duration.ofSeconds(1))
                          .socketTimeout(MAX_PATIENCE))
                  .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
          if (endpoint != null) {
            client.endpointOverride(endpoint);
          }
          return client.build();
        });
  }

  /** Returns a URL such as {@code https://sqs.eu-west-1.amazonaws.com/111122223333/objects}. */
  private String url(Arn arn, Region region) {
    String host =
        endpoint == null
            ? "https://" + SqsClient.serviceMetadata().endpointFor(region)
            : endpoint.toString().replaceAll("/+$", "");
    return host + "/" + arn.accountId().orElseThrow() + "/" + arn.resourceAsString();
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
