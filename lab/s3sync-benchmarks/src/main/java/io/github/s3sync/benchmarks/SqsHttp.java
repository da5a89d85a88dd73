package io.github.s3sync.benchmarks;

import java.net.URI;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Creates clients of the SQS server of this module; the caller closes them. */
final class SqsHttp {

  /** More than the maximum number of measured threads. */
  private static final int CONNECTIONS = 64;

  private SqsHttp() {}

  static SqsClient client(URI endpoint, ExecutionInterceptor... interceptors) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(S3Http.credentials())
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
        .overrideConfiguration(c -> intercept(c, interceptors))
        .build();
  }

  static SqsAsyncClient asyncClient(URI endpoint, ExecutionInterceptor... interceptors) {
    return SqsAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(S3Http.credentials())
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
        .overrideConfiguration(c -> intercept(c, interceptors))
        .build();
  }

  private static void intercept(
      ClientOverrideConfiguration.Builder configuration, ExecutionInterceptor... interceptors) {
    for (ExecutionInterceptor interceptor : interceptors) {
      configuration.addExecutionInterceptor(interceptor);
    }
  }
}
