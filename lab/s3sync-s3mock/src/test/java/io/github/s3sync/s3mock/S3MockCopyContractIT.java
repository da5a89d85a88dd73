package io.github.s3sync.s3mock;

import com.adobe.testing.s3mock.S3MockApplication;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.executor.CopyExecutorContract;
import io.github.s3sync.executor.CopyPath;
import io.github.s3sync.executor.StoreUnderTest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the contract on S3Mock, which supports tags, ACLs, storage classes and checksums. */
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

  // Returns the port without TLS. The authors of S3Mock discourage embedding it as a whole.
  @SuppressWarnings("deprecation")
  private int httpPort() {
    return server.getHttpPort();
  }

  private final RegionalS3Clients clients =
      RegionalS3Clients.builder()
          .endpoint(URI.create("http://127.0.0.1:" + httpPort()))
          .accessKey("test", "test")
          .defaultRegion("us-east-1")
          .build();

  private final StoreUnderTest store =
      new StoreUnderTest() {
        @Override
        public String name() {
          return "s3mock";
        }

        @Override
        public S3Client client() {
          return client;
        }

        @Override
        public S3Clients clients(CopyPath path) {
          return clients;
        }

        @Override
        public void close() {
          stop();
        }
      };

  @BeforeAll
  void createBuckets() {
    store.buckets().create(client);
  }

  @AfterAll
  void stop() {
    clients.close();
    client.close();
    server.stop();
  }

  /** Returns no reference: the fake and its server cannot run beside S3Mock in one JVM. */
  @Override
  protected @Nullable StoreUnderTest reference() {
    return null;
  }

  @Override
  protected StoreUnderTest store() {
    return store;
  }
}
