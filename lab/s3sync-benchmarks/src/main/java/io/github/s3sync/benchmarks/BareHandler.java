package io.github.s3sync.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs a typical hand-written function: AWS's own event class, and one call for each record. */
public final class BareHandler implements RequestHandler<S3Event, String> {

  private final S3Client client = client();

  /** Called by the runtime. */
  public BareHandler() {}

  /** Returns a client with those settings of core's client that affect performance. */
  static S3Client client() {
    return S3Client.builder()
        .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL_S3")))
        .forcePathStyle(true)
        .region(Region.of(System.getenv("AWS_REGION")))
        .credentialsProvider(DefaultCredentialsProvider.builder().build())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Override
  public String handleRequest(S3Event event, Context context) {
    for (S3EventNotificationRecord record : event.getRecords()) {
      String key = record.getS3().getObject().getUrlDecodedKey();
      client.copyObject(
          r ->
              r.sourceBucket(record.getS3().getBucket().getName())
                  .sourceKey(key)
                  .destinationBucket("dst")
                  .destinationKey(key));
    }
    return "copied";
  }
}
