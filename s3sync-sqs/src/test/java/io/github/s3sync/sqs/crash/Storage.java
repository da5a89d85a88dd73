package io.github.s3sync.sqs.crash;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.LocalStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Provides the S3 of the workers: the fake, or a real store. With a real store, sources are written
 * to both: the fake then sends the notifications, and injects no faults.
 */
final class Storage implements AutoCloseable {

  private final FakeS3 fake = FakeS3.start();
  private final @Nullable LocalStore local;
  private final S3Client client;
  private final URI endpoint;

  /**
   * Starts the storage.
   *
   * @param name a real store such as {@code ceph}, see {@link LocalStore}; null for the fake
   */
  Storage(@Nullable String name) {
    if (name == null) {
      this.local = null;
      this.client = fake.client();
      this.endpoint = withKey(fake.endpoint(), Worker.ACCESS_KEY, "not-a-secret");
      return;
    }
    this.local = LocalStore.start(name);
    Map<String, String> variables = local.variables();
    String id = variables.getOrDefault("S3SYNC_STORE_ACCESS_KEY", "");
    String secret = variables.getOrDefault("S3SYNC_STORE_SECRET_KEY", "");
    URI address = URI.create(variables.getOrDefault("S3SYNC_STORE_ENDPOINT", ""));
    this.endpoint = withKey(address, id, secret);
    this.client =
        S3Client.builder()
            .endpointOverride(address)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
            .build();
  }

  private static URI withKey(URI address, String id, String secret) {
    return URI.create("http://" + id + ":" + secret + "@" + address.getAuthority());
  }

  FakeS3 fake() {
    return fake;
  }

  boolean isReal() {
    return local != null;
  }

  /** Returns the endpoint for workers. */
  URI endpoint() {
    return endpoint;
  }

  S3Client client() {
    return client;
  }

  /** Returns clients of every store that sources are written to. */
  List<S3Client> writers() {
    return isReal() ? List.of(fake.client(), client) : List.of(client);
  }

  void createBucket(String name) {
    fake.createBucket(name);
    if (isReal()) {
      client.createBucket(r -> r.bucket(name));
    }
  }

  /** Returns the keys of a bucket, each once. */
  List<String> keys(String bucket) {
    List<String> keys = new ArrayList<>();
    client
        .listObjectsV2Paginator(r -> r.bucket(bucket).encodingType("url"))
        .contents()
        .forEach(object -> keys.add(object.key()));
    return keys;
  }

  @Override
  public void close() {
    fake.close();
    if (local != null) {
      client.close();
      local.close();
    }
  }
}
