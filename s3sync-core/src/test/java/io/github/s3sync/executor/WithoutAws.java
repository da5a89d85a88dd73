package io.github.s3sync.executor;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Builds a client that is configured for AWS, but whose requests are redirected to another server.
 */
final class WithoutAws {

  private WithoutAws() {}

  static S3Client client(URI server, String accessKeyId) {
    return client(server, accessKeyId, AwsRetryStrategy.legacyRetryStrategy());
  }

  static S3Client client(URI server, String accessKeyId, RetryStrategy retries) {
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "test")))
        .overrideConfiguration(
            o ->
                o.retryStrategy(retries)
                    .addExecutionInterceptor(
                        new ExecutionInterceptor() {
                          @Override
                          public SdkHttpRequest modifyHttpRequest(
                              Context.ModifyHttpRequest context, ExecutionAttributes with) {
                            return context.httpRequest().toBuilder()
                                .protocol(server.getScheme())
                                .host(server.getHost())
                                .port(server.getPort())
                                .build();
                          }
                        }))
        .build();
  }
}
