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
 * A client as the environment variables describe it, as {@code EnvironmentReader} does S3's: with
 * the store or server of a variable, with a key that is set, and in {@code AWS_REGION}.
 *
 * @since 0.1.0
 */
public final class ConfiguredClient {

  private ConfiguredClient() {}

  /**
   * Makes a client.
   *
   * @param <B> its builder
   * @param <C> the client
   * @param client what it is made of
   * @param endpointVariable the variable that says where, if not where AWS is, such as {@code
   *     AWS_ENDPOINT_URL_SQS}
   * @param variables the variables
   * @return the client, to be closed by the caller
   * @throws InvalidConfigException if a variable is wrong, or nothing says in which Region
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
