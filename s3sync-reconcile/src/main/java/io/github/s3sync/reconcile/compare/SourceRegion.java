package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** Determines the Region of a bucket. An event contains the Region, but a rule does not. */
final class SourceRegion {

  private static final String HEADER = "x-amz-bucket-region";

  private SourceRegion() {}

  /** Returns a flow with the Region of its source bucket, if the store reports it. */
  static Flow added(Flow flow, S3Clients clients) {
    return flow.in(
        of(clients.source(flow.anyPlan()), flow.rule().sourceBucket(), flow.rule().sourceOwner()));
  }

  /** Returns the Region, or null if the store does not report it. */
  static @Nullable String of(S3Client client, String bucket, @Nullable String owner) {
    try {
      return blankToNull(
          client.headBucket(r -> r.bucket(bucket).expectedBucketOwner(owner)).bucketRegion());
    } catch (AwsServiceException e) {
      // A response from another Region is a redirect that names the correct Region.
      SdkHttpResponse answer =
          e.awsErrorDetails() == null ? null : e.awsErrorDetails().sdkHttpResponse();
      return answer == null ? null : blankToNull(answer.firstMatchingHeader(HEADER).orElse(null));
    } catch (SdkException e) {
      // The listing that follows reports the problem.
      return null;
    }
  }

  private static @Nullable String blankToNull(@Nullable String region) {
    return region == null || region.isBlank() ? null : region;
  }
}
