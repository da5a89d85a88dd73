package io.github.s3sync.client;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/**
 * Resolves the endpoints of S3 itself, even if the SDK's configuration names another store for all
 * requests.
 */
final class AwsEndpoints implements S3EndpointProvider {

  private final S3EndpointProvider s3 = S3EndpointProvider.defaultProvider();

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams params) {
    return s3.resolveEndpoint(params.toBuilder().endpoint(null).build());
  }
}
