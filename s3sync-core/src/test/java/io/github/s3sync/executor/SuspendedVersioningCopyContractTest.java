package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Runs the contract between two buckets whose versioning was enabled and is now suspended. */
class SuspendedVersioningCopyContractTest extends FakeS3CopyContractTest {

  @BeforeAll
  void suspend() {
    for (String bucket :
        new String[] {TestBuckets.CONTRACT.source(), TestBuckets.CONTRACT.destination()}) {
      version(bucket, BucketVersioningStatus.ENABLED);
      version(bucket, BucketVersioningStatus.SUSPENDED);
    }
  }

  @Test
  void contract_runsBetween_suspendedBuckets() {
    for (String bucket :
        new String[] {TestBuckets.CONTRACT.source(), TestBuckets.CONTRACT.destination()}) {
      assertThat(store().client().getBucketVersioning(r -> r.bucket(bucket)).status())
          .isEqualTo(BucketVersioningStatus.SUSPENDED);
    }
  }

  private void version(String bucket, BucketVersioningStatus status) {
    store()
        .client()
        .putBucketVersioning(
            r ->
                r.bucket(bucket)
                    .versioningConfiguration(configuration -> configuration.status(status)));
  }
}
