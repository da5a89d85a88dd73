package io.github.s3sync.copy;

import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The contract between two buckets whose versioning was enabled once and is suspended now. */
class SuspendedVersioningCopyContractTest extends FakeS3CopyContractTest {

  @BeforeAll
  void suspend() {
    for (String bucket : new String[] {StoreUnderTest.SOURCE, StoreUnderTest.DESTINATION}) {
      version(bucket, BucketVersioningStatus.ENABLED);
      version(bucket, BucketVersioningStatus.SUSPENDED);
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
