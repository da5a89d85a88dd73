package io.github.s3sync.testing;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Creates the clients of one fake: path style, no retries. */
final class Clients {

  private final List<S3Client> open = new CopyOnWriteArrayList<>();

  S3Client create(URI endpoint, String accessKeyId, ExecutionInterceptor... interceptors) {
    S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "test")))
            .httpClientBuilder(
                // Well below the 30 s after which the server closes an idle connection.
                Apache5HttpClient.builder()
                    .maxConnections(200)
                    .connectionMaxIdleTime(Duration.ofSeconds(10)))
            .overrideConfiguration(
                o ->
                    o.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .executionInterceptors(List.of(interceptors)))
            .build();
    open.add(client);
    return client;
  }

  void close() {
    open.forEach(S3Client::close);
  }
}
