package io.github.s3sync.client;

import java.net.URISyntaxException;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Finds the store that the SDK's configuration names: {@code AWS_ENDPOINT_URL_S3} and {@code
 * AWS_ENDPOINT_URL}, their system properties, and {@code endpoint_url} in a profile or a {@code
 * services} section of the AWS configuration files.
 */
final class ConfiguredStore {

  private ConfiguredStore() {}

  /**
   * Asks the SDK, which alone knows all locations and their order.
   *
   * @param http an HTTP client, which is neither used nor closed
   * @return the store, or {@link Store#SDKS_CHOICE} if none is configured
   * @throws IllegalArgumentException if the address is not that of a store
   */
  static Store find(SdkHttpClient http) {
    // The Region and the credentials do not matter, since no request is sent.
    try (S3Client client =
        S3Client.builder()
            .httpClient(http)
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      return client
          .serviceClientConfiguration()
          .endpointOverride()
          .map(Store::at)
          .orElse(Store.SDKS_CHOICE);
    } catch (RuntimeException e) {
      // The SDK finds no host in a URL whose host name contains '_', and does not report it.
      throw refused(
          e.getCause() instanceof URISyntaxException
              ? "its host name is not legal; it must not contain '_'"
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  private static IllegalArgumentException refused(String problem, RuntimeException cause) {
    return new IllegalArgumentException(
        "of the AWS configuration cannot be used: " + problem, cause);
  }
}
