package io.github.s3sync.cli.policy;

import io.github.s3sync.config.Variables;
import io.github.s3sync.service.ConfiguredClient;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the existing settings of buckets and queues, for {@code --merge}. */
final class ExistingSettings implements AutoCloseable {

  private final Map<String, String> environment;
  private final S3Client s3;

  ExistingSettings(Map<String, String> environment) {
    this.environment = environment;
    Variables variables = new Variables(environment);
    this.s3 =
        ConfiguredClient.of(
            S3Client.builder()
                .crossRegionAccessEnabled(variables.endpoint("AWS_ENDPOINT_URL_S3") == null)
                .forcePathStyle(variables.endpoint("AWS_ENDPOINT_URL_S3") != null),
            "AWS_ENDPOINT_URL_S3",
            variables);
  }

  /** Returns the policy of a bucket as JSON; null if it has none. */
  @Nullable String bucketPolicy(String bucket) {
    try {
      return s3.getBucketPolicy(r -> r.bucket(bucket)).policy();
    } catch (S3Exception e) {
      if (e.awsErrorDetails() != null
          && "NoSuchBucketPolicy".equals(e.awsErrorDetails().errorCode())) {
        return null;
      }
      throw unreadable("the policy of bucket '" + bucket + "'", e);
    }
  }

  GetBucketNotificationConfigurationResponse notifications(String bucket) {
    try {
      return s3.getBucketNotificationConfiguration(r -> r.bucket(bucket));
    } catch (S3Exception e) {
      throw unreadable("the notification configuration of bucket '" + bucket + "'", e);
    }
  }

  private static SdkException unreadable(String settings, S3Exception e) {
    return SdkException.create(settings + " cannot be read: " + e.getMessage(), e);
  }

  /** Returns the policy of a queue as JSON; null if it has none. */
  @Nullable String queuePolicy(Arn queue) {
    Map<String, String> ofQueue = new HashMap<>(environment);
    queue.region().ifPresent(region -> ofQueue.put("AWS_REGION", region));
    try (SqsClient sqs =
        ConfiguredClient.of(SqsClient.builder(), "AWS_ENDPOINT_URL_SQS", new Variables(ofQueue))) {
      String url =
          sqs.getQueueUrl(
                  r ->
                      r.queueName(queue.resourceAsString())
                          .queueOwnerAWSAccountId(queue.accountId().orElse(null)))
              .queueUrl();
      return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.POLICY))
          .attributes()
          .get(QueueAttributeName.POLICY);
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
