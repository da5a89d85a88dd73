package io.github.s3sync.copy;

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
 * What all clients have in common.
 *
 * @param credentials those of the process
 * @param named those that a destination can name; whoever made them closes them
 * @param stsEndpoint where roles are assumed; null for where the SDK's own configuration says
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

  // The SDK's clock of the request that waits for credentials does not stop the one that gets them.
  private static final Duration STS_ATTEMPT = Duration.ofSeconds(3);
  private static final Duration STS_CALL = Duration.ofSeconds(6);

  /** A new client; without a Region it is where the SDK's chain says. */
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
    // An access point's ARN names the Region that it is in.
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

  /** A new client that assumes roles, in one Region: sessions from there are good in all. */
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

  /** Credentials are nobody's to read. */
  @Override
  public String toString() {
    return "ClientSettings";
  }

  private static StandardRetryStrategy threeAttempts() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(MAX_ATTEMPTS).build();
  }
}
