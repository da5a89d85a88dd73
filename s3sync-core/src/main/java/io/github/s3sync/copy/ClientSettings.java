package io.github.s3sync.copy;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What the clients of all Regions have in common. */
record ClientSettings(
    SdkHttpClient http,
    AwsCredentialsProvider credentials,
    @Nullable Region defaultRegion,
    @Nullable URI endpoint)
    implements SdkAutoCloseable {

  private static final int MAX_ATTEMPTS = 3;

  /** A new client; without a Region it is where the SDK's chain says. */
  S3Client client(@Nullable Region region) {
    S3ClientBuilder client =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .overrideConfiguration(
                override ->
                    override
                        .addExecutionInterceptor(new RequestMeter())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .build()));
    if (region != null) {
      client.region(region);
    }
    if (endpoint != null) {
      client
          .endpointOverride(endpoint)
          .forcePathStyle(true)
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
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
}
