package io.github.s3sync.service;

import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;

/**
 * Creates a client from environment variables, as {@code EnvironmentReader} creates S3 clients:
 * with the endpoint and the credentials of the variables, and in {@code AWS_REGION}.
 *
 * @since 0.1.0
 */
public final class ConfiguredClient {

  private ConfiguredClient() {}

  /**
   * Returns a client.
   *
   * @param <B> the type of the builder
   * @param <C> the type of the client
   * @param client the builder
   * @param endpointVariable the variable that contains an endpoint other than AWS's, such as {@code
   *     AWS_ENDPOINT_URL_SQS}
   * @param variables the variables
   * @return the client, which the caller closes
   * @throws InvalidConfigException if a variable is wrong, or no Region is configured
   */
  public static <B extends AwsClientBuilder<B, C>, C> C of(
      B client, String endpointVariable, Variables variables) {
    URI endpoint = variables.endpoint(endpointVariable);
    if (endpoint != null) {
      client.endpointOverride(endpoint);
    }
    String id = variables.text("access_key");
    String secret = variables.text("secret_key");
    if (id != null && secret != null) {
      client.credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)));
    }
    String region = variables.region();
    if (region != null) {
      client.region(Region.of(region));
    }
    try {
      return client.build();
    } catch (SdkClientException e) {
      if (region != null) {
        throw e;
      }
      // The message of the SDK lists each place where it looked, and is too long.
      throw new InvalidConfigException(
          "AWS_REGION",
          "is not set and the SDK finds no Region elsewhere, expected a Region such as eu-west-1");
    }
  }
}
