package io.github.s3sync.reconcile;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Role;
import io.github.s3sync.testing.LocalStore;
import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.StsServer;
import io.github.s3sync.testing.StsServer.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs the contract on S3Proxy with a role for the replicas, or on the store that {@code
 * -Dplanted.store} names, see {@link LocalStore}.
 */
class StorePlantedFaultsIT extends PlantedFaultsContract {

  private final ComparedStore store = store(System.getProperty("planted.store", "s3proxy"));

  private static ComparedStore store(String name) {
    return name.equals("s3proxy") ? new Proxy() : new Local(name);
  }

  @Override
  protected ComparedStore store() {
    return store;
  }

  @AfterAll
  void stop() {
    store.close();
  }

  /** The key of the source may not access the replicas. Their role may read the source. */
  private static final class Proxy implements ComparedStore {

    private static final String ROLE = "arn:aws:iam::222222222222:role/replica";
    private static final String SECRET = "not-a-secret";

    private final StsServer sts = StsServer.start();
    private final S3ProxyServer server =
        S3ProxyServer.builder()
            .identity("us", SECRET, source(), ordered(), unordered())
            .identity("source", SECRET, source())
            .identity("replica", SECRET, source(), ordered(), unordered())
            .start();
    private final RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .accessKey("source", SECRET)
            .defaultRegion("us-east-1")
            .endpoint(server.endpoint())
            .stsEndpoint(sts.endpoint())
            .build();

    Proxy() {
      List.of(source(), ordered(), unordered()).forEach(server::createBucket);
      sts.role(ROLE, null, new Session("replica", SECRET, "not-a-token", Duration.ofHours(1)));
    }

    @Override
    public S3Clients clients() {
      return clients;
    }

    @Override
    public Role role() {
      return Role.of(ROLE);
    }

    @Override
    public S3Client client() {
      return server.client("us");
    }

    /** S3Proxy lists keys in the order of their UTF-16 characters. */
    @Override
    public boolean isOrdered() {
      return false;
    }

    @Override
    public boolean storageClasses() {
      return false;
    }

    @Override
    public boolean tags() {
      return false;
    }

    @Override
    public Map<String, String> gaps() {
      return Map.ofEntries(
          Map.entry("double slash", "refused"),
          Map.entry("slash after the prefix", "refused"),
          Map.entry("trailing slash", "has no size in an answer to HEAD"),
          Map.entry("dot segment", "refused"),
          Map.entry("keys below another key", "refused"),
          Map.entry("missing object whose key is the prefix", "has no size in a listing"),
          Map.entry("redirect", "not kept"),
          Map.entry("storage class", "no storage classes"),
          Map.entry("number of tags", "no tags"),
          Map.entry("tags", "no tags"),
          Map.entry("key that is the prefix without its slash", "refused"));
    }

    @Override
    public void close() {
      clients.close();
      server.close();
      sts.close();
    }
  }

  private static final class Local implements ComparedStore {

    private final LocalStore local;
    private final S3Client client;

    Local(String name) {
      local = LocalStore.start(name);
      Map<String, String> variables = local.variables();
      client =
          S3Client.builder()
              .endpointOverride(URI.create(variables.getOrDefault("S3SYNC_STORE_ENDPOINT", "")))
              .region(Region.US_EAST_1)
              .forcePathStyle(true)
              .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(
                          variables.getOrDefault("S3SYNC_STORE_ACCESS_KEY", ""),
                          variables.getOrDefault("S3SYNC_STORE_SECRET_KEY", ""))))
              .build();
      List.of(source(), ordered(), unordered())
          .forEach(bucket -> client.createBucket(r -> r.bucket(bucket)));
    }

    @Override
    public Map<String, String> gaps() {
      return Map.of("control character", "listings repeat it as it is, which is not XML");
    }

    @Override
    public S3Client client() {
      return client;
    }

    @Override
    public void close() {
      client.close();
      local.close();
    }
  }
}
