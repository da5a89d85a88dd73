package io.github.s3sync.copy;

import java.net.URISyntaxException;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The store that the SDK's own configuration names: {@code AWS_ENDPOINT_URL_S3} and {@code
 * AWS_ENDPOINT_URL}, their system properties, and {@code endpoint_url} of the AWS configuration
 * files, in a profile or in a section {@code services}.
 */
final class ConfiguredStore {

  private ConfiguredStore() {}

  /**
   * Asks the SDK, which alone knows all places and their order.
   *
   * @param http the HTTP client, which is not used and not closed
   * @return the store, or {@link Store#SDKS_CHOICE} if none is configured
   * @throws IllegalArgumentException if the address is not one of a store
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
      // The SDK does not find the host of a URL with '_' in it, and does not say so.
      throw refused(
          e.getCause() instanceof URISyntaxException
              ? "its host name is not a legal one; it must not contain '_'"
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  private static IllegalArgumentException refused(String problem, RuntimeException cause) {
    return new IllegalArgumentException(
        "of the AWS configuration cannot be used: " + problem, cause);
  }
}
