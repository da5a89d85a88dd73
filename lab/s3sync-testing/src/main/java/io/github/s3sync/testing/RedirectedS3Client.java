package io.github.s3sync.testing;

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
 * Builds clients that are configured for Amazon S3, but whose requests are redirected to another
 * server. s3sync then behaves as it does with Amazon S3 itself.
 *
 * @since 0.1.0
 */
public final class RedirectedS3Client {

  private RedirectedS3Client() {}

  /**
   * Returns a client with the legacy retry strategy of the SDK.
   *
   * @param server the server that receives the requests
   * @param accessKeyId the access key id
   * @return a new client, which the caller closes
   */
  public static S3Client create(URI server, String accessKeyId) {
    return create(server, accessKeyId, AwsRetryStrategy.legacyRetryStrategy());
  }

  /**
   * Returns a client.
   *
   * @param server the server that receives the requests
   * @param accessKeyId the access key id
   * @param retries how the client retries
   * @return a new client, which the caller closes
   */
  public static S3Client create(URI server, String accessKeyId, RetryStrategy retries) {
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
