package io.github.s3sync.service;

import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The client of SQS that the environment variables describe, as {@code EnvironmentReader} does
 * S3's.
 */
final class QueueClient {

  private QueueClient() {}

  static SqsClient of(Variables variables) {
    SqsClientBuilder client = SqsClient.builder();
    URI endpoint = variables.endpoint("AWS_ENDPOINT_URL_SQS");
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    String id = variables.text("access_key");
    String secret = variables.text("secret_key");
    if (id != null && secret != null) {
      client.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)));
    }
    String region = variables.text("AWS_REGION");
    if (region != null) {
      client.region(Region.of(region));
    }
    try {
      return client.build();
    } catch (SdkClientException e) {
      if (region != null) {
        throw e;
      }
      // What the SDK says names each place where it looked, at length.
      throw new InvalidConfigException(
          "AWS_REGION", "is not set, and the SDK finds no Region elsewhere, expected the queue's");
    }
  }
}
