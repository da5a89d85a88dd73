package io.github.s3sync.s3mock;

import com.adobe.testing.s3mock.S3MockApplication;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.reconcile.ComparedStore;
import io.github.s3sync.reconcile.PlantedFaultsContract;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs the contract of planted faults on S3Mock. */
class S3MockPlantedFaultsIT extends PlantedFaultsContract {

  private final ComparedStore store = new Mock();

  @Override
  protected ComparedStore store() {
    return store;
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private static final class Mock implements ComparedStore {

    private final S3MockApplication server =
        S3MockApplication.start(
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTPS_PORT,
                    "0",
                    S3MockApplication.PROP_HTTP_PORT,
                    "0",
                    S3MockApplication.PROP_SILENT,
                    "true")));

    private final RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .endpoint(URI.create("http://127.0.0.1:" + httpPort()))
            .accessKey("test", "test")
            .defaultRegion("us-east-1")
            .build();

    Mock() {
      List.of(source(), ordered(), unordered())
          .forEach(bucket -> client().createBucket(r -> r.bucket(bucket)));
    }

    // Returns the port without TLS. The authors of S3Mock discourage embedding it as a whole.
    @SuppressWarnings("deprecation")
    private int httpPort() {
      return server.getHttpPort();
    }

    @Override
    public S3Client client() {
      return clients.forRegion(null);
    }

    @Override
    public S3Clients clients() {
      return clients;
    }

    /** S3Mock lists keys in the order of their UTF-16 characters. */
    @Override
    public boolean isOrdered() {
      return false;
    }

    @Override
    public Map<String, String> gaps() {
      return Map.of(
          "double slash", "refused",
          "slash after the prefix", "refused",
          "redirect", "not kept");
    }

    @Override
    public boolean countsTags() {
      return false;
    }

    @Override
    public void close() {
      clients.close();
      server.stop();
    }
  }
}
