package io.github.s3sync.copy;

import io.github.s3sync.testing.S3ProxyServer;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on S3Proxy, which checks signatures and is atomic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ProxyCopyContractIT extends CopyExecutorContract {

  private final S3ProxyServer server =
      S3ProxyServer.builder()
          .identity("replicator", "secret", StoreUnderTest.SOURCE, StoreUnderTest.DESTINATION)
          .start();

  @BeforeAll
  void createBuckets() {
    server.createBucket(StoreUnderTest.SOURCE);
    server.createBucket(StoreUnderTest.DESTINATION);
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
        return server.client("replicator");
      }

      @Override
      public Set<String> knownGaps() {
        return Set.of(
            "SINGLE expires",
            "MULTIPART expires",
            "STREAMED_MULTIPART expires",
            "expires that is no date",
            "tags",
            "tags in Korean",
            "tags left out",
            "website redirect kept",
            "SINGLE storage class asked for",
            "MULTIPART storage class asked for",
            "STREAMED_MULTIPART storage class asked for",
            "SINGLE storage class kept",
            "MULTIPART storage class kept",
            "STREAMED_MULTIPART storage class kept",
            "ACL bucket-owner-full-control",
            "object lock",
            "legal hold",
            "checksum CRC32 of the source",
            "SINGLE checksum CRC64NVME asked for",
            "MULTIPART checksum CRC64NVME asked for",
            "SINGLE something at the key of a rule that never overwrites",
            "source bucket of another owner",
            "destination bucket of another owner",
            "key double slash",
            "key leading slash",
            "key dot segment",
            "key dot dot segment",
            "key trailing dot dot",
            "key trailing slash");
      }

      @Override
      public boolean knowsTagsAndAcls() {
        return false;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
