package io.github.s3sync.reconcile.listing;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Answers requests with given responses, without a network. */
final class CannedResponses implements SdkHttpClient {

  private final Deque<HttpExecuteResponse> responses = new ArrayDeque<>();

  void add(int status, InputStream body) {
    responses.add(
        HttpExecuteResponse.builder()
            .response(SdkHttpFullResponse.builder().statusCode(status).build())
            .responseBody(AbortableInputStream.create(body))
            .build());
  }

  void clear() {
    responses.clear();
  }

  /** Returns a client that retries once without a pause. */
  S3Client client() {
    return S3Client.builder()
        .httpClient(this)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .overrideConfiguration(
            override ->
                override.retryStrategy(
                    StandardRetryStrategy.builder()
                        .maxAttempts(2)
                        .circuitBreakerEnabled(false)
                        .retryOnException(e -> true)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
        .build();
  }

  /**
   * Returns a client that ignores the plugins of requests, so that the SDK parses all responses.
   */
  static S3Client withoutPlugins(S3Client client) {
    return new DelegatingS3Client(client) {
      @Override
      protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        @SuppressWarnings("unchecked")
        T plain =
            (T)
                request.toBuilder()
                    .overrideConfiguration(AwsRequestOverrideConfiguration.builder().build())
                    .build();
        return operation.apply(plain);
      }
    };
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return responses.remove();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
