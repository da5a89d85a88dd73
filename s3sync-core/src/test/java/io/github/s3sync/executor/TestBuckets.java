package io.github.s3sync.executor;

import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The buckets of one principal.
 *
 * @param source the source bucket
 * @param destination the destination bucket
 * @param suspended a bucket whose versioning is suspended, if the store has versions
 * @param locked a bucket with Object Lock, if the store has it
 */
public record TestBuckets(String source, String destination, String suspended, String locked) {

  public static final TestBuckets CONTRACT = of("contract");

  static TestBuckets of(String prefix) {
    return new TestBuckets(
        prefix + "-source", prefix + "-destination", prefix + "-suspended", prefix + "-locked");
  }

  List<String> names() {
    return List.of(source, destination, suspended, locked);
  }

  /**
   * Creates missing buckets. Features that the store does not support are omitted, and are detected
   * by the checks that need them.
   *
   * @param client the client of the owner
   * @return this
   */
  public TestBuckets create(S3Client client) {
    create(client, source, false);
    create(client, destination, false);
    create(client, suspended, false);
    versioning(client, BucketVersioningStatus.ENABLED);
    versioning(client, BucketVersioningStatus.SUSPENDED);
    try {
      create(client, locked, true);
    } catch (SdkException e) {
      create(client, locked, false);
    }
    return this;
  }

  private static void create(S3Client client, String name, boolean lock) {
    CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
    if (lock) {
      request.objectLockEnabledForBucket(true);
    }
    try {
      client.createBucket(request.build());
    } catch (S3Exception e) {
      if (!"BucketAlreadyOwnedByYou".equals(e.awsErrorDetails().errorCode())) {
        throw e;
      }
    }
  }

  private void versioning(S3Client client, BucketVersioningStatus status) {
    try {
      client.putBucketVersioning(
          r -> r.bucket(suspended).versioningConfiguration(v -> v.status(status)));
    } catch (SdkException e) {
      // The checks of versioning read its status.
    }
  }
}
