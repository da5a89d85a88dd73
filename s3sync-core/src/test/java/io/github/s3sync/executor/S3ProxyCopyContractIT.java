package io.github.s3sync.executor;

import io.github.s3sync.testing.S3ProxyServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the contract on S3Proxy, which checks signatures and is atomic. */
class S3ProxyCopyContractIT extends CopyExecutorContract {

  private final S3ProxyServer server =
      S3ProxyServer.builder()
          .identity("replicator", "secret", TestBuckets.CONTRACT.names().toArray(String[]::new))
          .start();

  private final StoreUnderTest store =
      new StoreUnderTest() {
        @Override
        public String name() {
          return "s3proxy";
        }

        @Override
        public S3Client client() {
          return server.client("replicator");
        }

        @Override
        public boolean tags() {
          return false;
        }

        @Override
        public boolean acls() {
          return false;
        }

        @Override
        public void close() {
          server.close();
        }
      };

  @BeforeAll
  void createBuckets() {
    TestBuckets.CONTRACT.names().forEach(server::createBucket);
    store.buckets().create(store.client());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  protected StoreUnderTest store() {
    return store;
  }
}
