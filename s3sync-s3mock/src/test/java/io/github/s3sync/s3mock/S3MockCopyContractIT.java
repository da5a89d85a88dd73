package io.github.s3sync.s3mock;

import com.adobe.testing.s3mock.S3MockApplication;
import io.github.s3sync.copy.CopyExecutorContract;
import io.github.s3sync.copy.StoreUnderTest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on S3Mock, which knows tags, ACLs, storage classes and checksums. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3MockCopyContractIT extends CopyExecutorContract {

  private final S3MockApplication server =
      S3MockApplication.start(
          new HashMap<>(
              Map.of(
                  S3MockApplication.PROP_HTTPS_PORT,
                  "0",
                  S3MockApplication.PROP_HTTP_PORT,
                  "0",
                  S3MockApplication.PROP_SILENT,
                  "true",
                  "com.adobe.testing.s3mock.store.valid-kms-keys",
                  "arn:aws:kms:us-east-1:222222222222:key/contract")));

  private final S3Client client =
      S3Client.builder()
          .endpointOverride(URI.create("http://127.0.0.1:" + httpPort()))
          .region(Region.US_EAST_1)
          .forcePathStyle(true)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();

  // Its authors discourage embedding as a whole; the other port speaks TLS.
  @SuppressWarnings("deprecation")
  private int httpPort() {
    return server.getHttpPort();
  }

  @BeforeAll
  void createBuckets() {
    client.createBucket(r -> r.bucket(StoreUnderTest.SOURCE));
    client.createBucket(r -> r.bucket(StoreUnderTest.DESTINATION));
  }

  @AfterAll
  void stop() {
    client.close();
    server.stop();
  }

  @Override
  protected StoreUnderTest store() {
    return new StoreUnderTest() {
      @Override
      public S3Client client() {
        return client;
      }

      @Override
      public Set<String> knownGaps() {
        return Set.of(
            "SINGLE something at the key of a rule that never overwrites",
            "MULTIPART something at the key of a rule that never overwrites",
            "STREAMED_MULTIPART something at the key of a rule that never overwrites",
            "source bucket of another owner",
            "destination bucket of another owner",
            "key backslash",
            "key double slash",
            "key leading slash",
            "tags in Korean",
            "SINGLE tags left out",
            "website redirect kept",
            "SINGLE storage class of S3's own choice",
            "MULTIPART encryption with S3's keys",
            "STREAMED_MULTIPART encryption with S3's keys",
            "encryption with a KMS key",
            "ACL public-read",
            "object lock",
            "legal hold",
            "SINGLE checksum CRC64NVME asked for");
      }

      @Override
      public boolean knowsTagsAndAcls() {
        return true;
      }

      @Override
      public void close() {
        stop();
      }
    };
  }
}
