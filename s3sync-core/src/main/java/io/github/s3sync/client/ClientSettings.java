package io.github.s3sync.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Holds the settings that all clients share.
 *
 * @param credentials the credentials of the process
 * @param named the credentials that a destination can name; their creator closes them
 * @param stsEndpoint the endpoint for assuming roles; null for the one of the SDK's configuration
 */
record ClientSettings(
    SdkHttpClient http,
    AwsCredentialsProvider credentials,
    Map<String, AwsCredentialsProvider> named,
    @Nullable Region defaultRegion,
    Store defaultStore,
    @Nullable URI stsEndpoint)
    implements SdkAutoCloseable {

  private static final int MAX_ATTEMPTS = 3;

  // The SDK's timeout of a request that waits for credentials does not end the request for
  // credentials.
  private static final Duration STS_ATTEMPT = Duration.ofSeconds(3);
  private static final Duration STS_CALL = Duration.ofSeconds(6);

  /** Returns a new client. Without a Region it uses the one that the SDK finds. */
  S3Client client(@Nullable Region region, AwsCredentialsProvider as, Store store) {
    S3ClientBuilder client =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(as)
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new RequestMeter())
                        .addExecutionInterceptor(new RawHeaders.Mark())
                        .retryStrategy(threeAttempts()));
    if (region != null) {
      client.region(region);
    }
    // The ARN of an access point contains its Region.
    client.useArnRegion(true);
    if (store.address() != null) {
      client.endpointOverride(store.address());
    }
    if (!store.isAws()) {
      client
          .forcePathStyle(true)
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    } else if (store.evenIfConfigured()) {
      client.endpointProvider(new AwsEndpoints());
    }
    return client.build();
  }

  /**
   * Returns a new client that assumes roles in one Region. Its sessions are valid in all Regions.
   */
  StsClient sts(@Nullable Region region, AwsCredentialsProvider as) {
    StsClientBuilder client =
        StsClient.builder()
            .httpClient(http)
            .credentialsProvider(as)
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(STS_ATTEMPT)
                        .apiCallTimeout(STS_CALL)
                        .retryStrategy(threeAttempts()));
    if (region != null) {
      client.region(region);
    }
    if (stsEndpoint != null) {
      client.endpointOverride(stsEndpoint);
    }
    return client.build();
  }

  @Override
  public void close() {
    http.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  /** Returns a text without the credentials. */
  @Override
  public String toString() {
    return "ClientSettings";
  }

  private static StandardRetryStrategy threeAttempts() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(MAX_ATTEMPTS).build();
  }
}
