package io.github.s3sync.copy;

import io.github.s3sync.testing.FakeS3;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on our own fake, which knows everything that is asked here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FakeS3CopyContractTest extends CopyExecutorContract {

  private final FakeS3 server = FakeS3.start();

  @BeforeAll
  void createBuckets() {
    server.createBucket(StoreUnderTest.SOURCE);
    server.createBucket(StoreUnderTest.DESTINATION, "222222222222");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  protected StoreUnderTest store() {
    return new StoreUnderTest() {
      @Override
      public S3Client client() {
        return server.client();
      }

      @Override
      public Set<String> knownGaps() {
        return Set.of();
      }

      @Override
      public boolean knowsTagsAndAcls() {
        return true;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
