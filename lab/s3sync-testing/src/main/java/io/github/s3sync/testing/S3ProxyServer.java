package io.github.s3sync.testing;

import io.github.s3sync.testing.Notifier.Subscription;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * Runs an S3Proxy inside this JVM: objects in memory, signatures checked, several identities, and
 * S3's notifications.
 *
 * <p>It listens on 127.0.0.1 at a free port. The first start in a JVM takes about a second, each
 * further start about ten milliseconds. Thread-safe. {@link #close()} also closes the clients that
 * it returned.
 *
 * <p>Differences from S3:
 *
 * <ul>
 *   <li>An identity without a grant gets 403 {@code InvalidAccessKeyId} for the bucket of the
 *       request (S3: {@code AccessDenied}), and 403 {@code AccessDenied} for the source of a copy.
 *   <li>Tags are answered with 501, and so are ACLs other than private and public-read.
 *   <li>It has no checksums and no destination conditions on CopyObject; a copy has storage class
 *       STANDARD.
 *   <li>Keys with {@code //}, a leading {@code /}, {@code ./} or {@code ../} fail or are
 *       normalised; {@code x} and {@code x/y} cannot both exist.
 *   <li>A bucket whose name is shorter than three characters is {@code NoSuchBucket}.
 *   <li>It logs every start and stop at INFO, as {@code org.gaul}.
 *   <li>All data, including old versions, stays in the heap until the server is closed.
 * </ul>
 *
 * @since 0.1.0
 */
public final class S3ProxyServer implements AutoCloseable {
  static final Region REGION = Region.US_EAST_1;

  private final Map<String, Grant> grants;
  private final BlobStore store;
  private final S3Proxy proxy;
  private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

  private S3ProxyServer(Map<String, Grant> grants, List<Subscription> subscriptions) {
    this.grants = Map.copyOf(grants);
    this.store = new TransientNio2BlobStore();
    Notifier notifier = new Notifier(subscriptions);
    this.proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            // Required by the builder; the locator below decides on every request.
            .awsAuthentication(AuthenticationType.AWS_V4, "unused", "unused")
            // Without it, session tokens and expected bucket owners are answered with 501.
            .ignoreUnknownHeaders(true)
            .build();
    proxy.setBlobStoreLocator((accessKey, bucket, key) -> locate(accessKey, bucket, notifier));
  }

  /**
   * Returns a new builder; a server without identities refuses all requests.
   *
   * @return a builder, for one server
   */
  public static Builder builder() {
    return new Builder();
  }

  private @Nullable AccessGrant locate(
      @Nullable String accessKey, @Nullable String bucket, Notifier notifier) {
    Grant grant = accessKey == null ? null : grants.get(accessKey);
    if (accessKey == null || grant == null || !grant.allows(bucket)) {
      return null;
    }
    return new AccessGrant(
        grant.credentials().secretAccessKey(), new NotifyingBlobStore(store, accessKey, notifier));
  }

  /**
   * Returns the endpoint of the server. Requests must be path-style.
   *
   * @return an http URI with address and port
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /**
   * Returns the credentials of an identity.
   *
   * @param accessKey an access key that was passed to the builder
   * @return its credentials
   * @throws IllegalArgumentException if the identity does not exist
   */
  public AwsCredentials credentials(String accessKey) {
    Grant grant = grants.get(accessKey);
    if (grant == null) {
      throw new IllegalArgumentException("No identity has the access key " + accessKey);
    }
    return grant.credentials();
  }

  /**
   * Returns the client of an identity: path-style, region us-east-1, no retries. Each call returns
   * the same client, which is closed with the server.
   *
   * @param accessKey an access key that was passed to the builder
   * @return a client that signs as this identity
   * @throws IllegalArgumentException if the identity does not exist
   */
  public S3Client client(String accessKey) {
    AwsCredentials credentials = credentials(accessKey);
    return clients.computeIfAbsent(
        accessKey,
        absent ->
            S3Client.builder()
                .endpointOverride(endpoint())
                .region(REGION)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build());
  }

  /**
   * Creates an empty bucket without versioning. This needs no identity, and grants no access.
   *
   * @param bucket its name
   */
  public void createBucket(String bucket) {
    store.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
  }

  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy did not stop", e);
    } finally {
      store.close();
    }
  }

  private record Grant(AwsCredentials credentials, Set<String> buckets) {
    /**
     * Returns whether the identity may use the bucket. Requests without a bucket, such as
     * ListBuckets, are allowed to every identity.
     */
    boolean allows(@Nullable String bucket) {
      return bucket == null || bucket.isEmpty() || buckets.contains(bucket);
    }
  }

  /**
   * Configures a server: the identities with their buckets, and the listeners of notifications. Not
   * thread-safe.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    private Builder() {}

    /**
     * Adds an identity, which can read and write the named buckets only. The buckets do not have to
     * exist.
     *
     * @param accessKey its access key
     * @param secretKey its secret key; a request that is signed with another key is refused
     * @param buckets the buckets that it may use
     * @return this builder
     */
    public Builder identity(String accessKey, String secretKey, String... buckets) {
      grants.put(
          accessKey, new Grant(AwsBasicCredentials.create(accessKey, secretKey), Set.of(buckets)));
      return this;
    }

    /**
     * Sends S3's notifications of a bucket to a listener: {@code ObjectCreated:Put}, {@code :Copy},
     * {@code :CompleteMultipartUpload}, {@code ObjectRemoved:Delete} and {@code
     * :DeleteMarkerCreated}, each as a JSON text with one record, its key form-encoded.
     *
     * <p>The listener runs on the server's thread before the writer receives its answer: its
     * effects are visible when the write returns. Size and eTag are those of the store after the
     * write; a delete has neither, and is reported even if the object did not exist. {@code
     * userIdentity.principalId} is {@code AWS:} and the writer's access key. A failure of the
     * listener is logged and does not fail the write.
     *
     * <p>Writes of one key wait for each other: a listener must not wait for another write of the
     * same key.
     *
     * @param bucket the bucket
     * @param prefix the prefix of the keys, unencoded; empty for all
     * @param body receives the JSON; called by several threads at once
     * @return this builder
     */
    public Builder notify(String bucket, String prefix, Consumer<String> body) {
      subscriptions.add(new Subscription(bucket, prefix, body));
      return this;
    }

    /**
     * Starts the server and returns when it is ready for requests.
     *
     * @return the running server, which the caller closes
     */
    public S3ProxyServer start() {
      S3ProxyServer server = new S3ProxyServer(grants, subscriptions);
      try {
        server.proxy.start();
      } catch (Exception e) {
        server.store.close();
        throw new IllegalStateException("S3Proxy did not start", e);
      }
      return server;
    }
  }
}
