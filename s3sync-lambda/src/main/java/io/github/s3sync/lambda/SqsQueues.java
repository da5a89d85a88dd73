package io.github.s3sync.lambda;

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

/**
 * Queues in SQS. A client is made when a message has failed for the first time, with the function's
 * own credentials: Lambda took the message with them, whoever copies.
 */
final class SqsQueues implements Queues {

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  /** A call is not worth more: what it saves is a longer wait for a retry. */
  private static final Duration MAX_PATIENCE = Duration.ofSeconds(2);

  private final @Nullable URI endpoint;
  private final Map<String, SqsClient> clients = new HashMap<>();

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

  /** Such as {@code https://sqs.eu-west-1.amazonaws.com/111122223333/objects}. */
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
