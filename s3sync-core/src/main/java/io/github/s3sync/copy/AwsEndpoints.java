package io.github.s3sync.copy;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** S3's own addresses, even where the SDK's configuration names another store for everything. */
final class AwsEndpoints implements S3EndpointProvider {

  private final S3EndpointProvider s3 = S3EndpointProvider.defaultProvider();

  @Override
  public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams params) {
    return s3.resolveEndpoint(params.toBuilder().endpoint(null).build());
  }
}
