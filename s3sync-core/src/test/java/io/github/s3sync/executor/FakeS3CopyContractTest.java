package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.testing.FakeS3;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the contract on the fake S3, which supports all requests of the contract. */
class FakeS3CopyContractTest extends CopyExecutorContract {

  private final FakeS3 server = FakeS3.start();

  private final RegionalS3Clients clients =
      RegionalS3Clients.builder()
          .endpoint(server.endpoint())
          .accessKey("test", "test")
          .defaultRegion("us-east-1")
          .build();

  private final StoreUnderTest store =
      new StoreUnderTest() {
        @Override
        public String name() {
          return "fake";
        }

        @Override
        public S3Client client() {
          return server.client();
        }

        @Override
        public S3Clients clients(CopyPath path) {
          return clients;
        }

        @Override
        public int partBytes() {
          return CopyFixture.PART;
        }

        @Override
        public void close() {
          server.close();
        }
      };

  @BeforeAll
  void createBuckets() {
    server.minimumPartBytes(CopyFixture.PART);
    store.buckets().create(store.client());
  }

  @AfterAll
  void stop() {
    clients.close();
    server.close();
  }

  /** Otherwise a fault of a copy could count as a gap of the store. */
  @TestFactory
  Stream<DynamicTest> checks_byUpload_pass() {
    return Checks.ALL.entrySet().stream()
        .map(
            check ->
                dynamicTest(
                    check.getKey(),
                    () ->
                        assertThatCode(() -> check.getValue().run(Copying.byUpload(store)))
                            .doesNotThrowAnyException()));
  }

  @Override
  protected StoreUnderTest store() {
    return store;
  }
}
