package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A small S3 in memory, over HTTP on the loopback interface, for what no embedded server does: any
 * key byte for byte, every precondition, tags, checksums, versions, policies, and faults.
 *
 * <p>Path style only; signatures are not checked, and the access key id serves the policies alone.
 * Everything is allowed until denied. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FakeS3 implements AutoCloseable {

  static final String OWNER = "111111111111";

  static {
    // The JDK's server reads it once; without it every request on a kept connection waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Store store = new Store();
  private final Access access = new Access(store);
  private final FaultBook faults = new FaultBook();
  private final RequestHandler handler = new RequestHandler(new Operations(store, access), faults);
  private final Map<String, S3Client> clients = new ConcurrentHashMap<>();
  private final List<S3Client> intercepted = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeS3::daemon);
  private final HttpServer server;

  private FakeS3(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts an empty S3 on a free port of 127.0.0.1.
   *
   * @return the running server
   * @throws UncheckedIOException if no port can be bound
   */
  public static FakeS3 start() {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      FakeS3 fake = new FakeS3(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
      fake.listen();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    server.createContext("/", handler);
    server.setExecutor(threads);
    // The server's own thread inherits being a daemon from the thread that starts it.
    Thread starter = daemon(server::start);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-s3");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Where it listens.
   *
   * @return an {@code http} address without a path
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * A client with the access key id {@code test} that does not retry; closed with the server.
   *
   * @return the same client each time
   */
  public S3Client client() {
    return clients.computeIfAbsent("test", id -> newClient(id));
  }

  /**
   * A client that does not retry; closed with the server.
   *
   * @param accessKeyId whom the policies see
   * @param interceptors what it runs around each request
   * @return a new client
   */
  public S3Client client(String accessKeyId, ExecutionInterceptor... interceptors) {
    S3Client client = newClient(accessKeyId, interceptors);
    synchronized (intercepted) {
      intercepted.add(client);
    }
    return client;
  }

  private S3Client newClient(String accessKeyId, ExecutionInterceptor... interceptors) {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "test")))
        .httpClientBuilder(
            // The server drops idle connections after 30 s.
            Apache5HttpClient.builder()
                .maxConnections(200)
                .connectionMaxIdleTime(Duration.ofSeconds(10)))
        .overrideConfiguration(
            o ->
                o.retryStrategy(AwsRetryStrategy.doNotRetry())
                    .executionInterceptors(List.of(interceptors)))
        .build();
  }

  /**
   * Creates a bucket of the account 111111111111, without versions, with ACLs enabled.
   *
   * @param name its name
   */
  public void createBucket(String name) {
    createBucket(name, OWNER);
  }

  /**
   * Creates a bucket without versions, with ACLs enabled.
   *
   * @param name its name
   * @param ownerAccountId whom the expected-owner headers are compared with
   */
  public void createBucket(String name, String ownerAccountId) {
    store.create(name, ownerAccountId);
  }

  /**
   * Keeps every version from now on.
   *
   * @param bucket the bucket
   */
  public void enableVersioning(String bucket) {
    store.bucket(bucket).versioning(Bucket.Versioning.ENABLED);
  }

  /**
   * Writes the {@code null} version from now on, and keeps the others.
   *
   * @param bucket the bucket
   */
  public void suspendVersioning(String bucket) {
    store.bucket(bucket).versioning(Bucket.Versioning.SUSPENDED);
  }

  /**
   * Sets Object Ownership to BucketOwnerEnforced: every ACL but {@code bucket-owner-full-control}
   * is answered with 400 AccessControlListNotSupported.
   *
   * @param bucket the bucket
   */
  public void enforceBucketOwner(String bucket) {
    store.bucket(bucket).enforceOwner();
  }

  /**
   * Refuses requests without {@code x-amz-request-payer: requester} from now on.
   *
   * @param bucket the bucket
   */
  public void requesterPays(String bucket) {
    store.bucket(bucket).chargeRequester();
  }

  /**
   * Denies an action. Without {@code s3:ListBucket} a missing key is answered with 403.
   *
   * @param accessKeyId whom, or {@code *}
   * @param action the IAM action, for example {@code s3:GetObjectTagging}, or {@code *}
   * @param bucket where, or {@code *}
   */
  public void deny(String accessKeyId, String action, String bucket) {
    access.deny(accessKeyId, action, bucket);
  }

  /** Allows everything again. */
  public void clearDenials() {
    access.clear();
  }

  /**
   * Sets the least size of a part that is not the last.
   *
   * @param bytes 5 MiB by default; also the size up to which a source has no ranges to copy
   */
  public void minimumPartBytes(long bytes) {
    store.minimumPartBytes(bytes);
  }

  /**
   * Sets the largest source of CopyObject and the largest part of UploadPartCopy.
   *
   * @param bytes 5 GiB by default
   */
  public void copyLimitBytes(long bytes) {
    store.copyLimitBytes(bytes);
  }

  /**
   * Stores an object of generated bytes, which take no memory whatever the size. The bytes follow
   * from bucket and key; above 16 MiB the ETag and the checksums are those of the content's
   * identity, not of its bytes, and equal for equal content; GetObject then leaves the checksum
   * out.
   *
   * @param bucket the bucket
   * @param key the key
   * @param sizeBytes its size
   * @param headers as PutObject would send them, for example {@code x-amz-meta-a}; with {@code
   *     x-amz-checksum-algorithm} it has a checksum
   */
  public void putSynthetic(String bucket, String key, long sizeBytes, Map<String, String> headers) {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    long seed = 31L * bucket.hashCode() + key.hashCode();
    Content content = Content.synthetic(seed, sizeBytes);
    S3Request request =
        new S3Request("PutObject", bucket, key, Map.of(), lower, Content.EMPTY, "test");
    ChecksumKind kind = ChecksumKind.named(lower.get("x-amz-checksum-algorithm"));
    ObjectChecksum checksum = kind == null ? null : ObjectChecksum.full(kind, content);
    store
        .bucket(bucket)
        .put(
            key,
            ObjectWrites.draft(content, ObjectProperties.of(request), checksum),
            current -> {});
  }

  /**
   * Whether two objects have the same bytes; costs nothing for copies of generated content.
   *
   * @param bucket a bucket
   * @param key a key in it
   * @param otherBucket another bucket, or the same
   * @param otherKey a key in it
   * @return false if the bytes differ
   */
  public boolean sameContent(String bucket, String key, String otherBucket, String otherKey) {
    Content one = current(bucket, key).content();
    Content other = current(otherBucket, otherKey).content();
    return one.equals(other)
        || (one.length() == other.length() && Arrays.equals(one.md5(), other.md5()));
  }

  /**
   * Makes the current version of an archived object readable.
   *
   * @param bucket the bucket
   * @param key the key
   */
  public void restore(String bucket, String key) {
    StoredObject object = current(bucket, key);
    store.bucket(bucket).change(key, object.versionId(), StoredObject::asRestored);
  }

  /**
   * The canned ACL that the current version was written with.
   *
   * @param bucket the bucket
   * @param key the key
   * @return {@code private} if none was sent
   */
  public String acl(String bucket, String key) {
    return current(bucket, key).acl();
  }

  /**
   * The keys that a listing would show.
   *
   * @param bucket the bucket
   * @return in the order of their UTF-8 bytes
   */
  public List<String> keys(String bucket) {
    List<String> keys = new ArrayList<>();
    store
        .bucket(bucket)
        .forEach(
            (key, versions) -> {
              if (!versions.get(0).deleteMarker()) {
                keys.add(key);
              }
            });
    return List.copyOf(keys);
  }

  /**
   * The multipart uploads neither completed nor aborted, in all buckets.
   *
   * @return how many
   */
  public int openUploads() {
    return store.buckets().stream().mapToInt(bucket -> bucket.uploads().size()).sum();
  }

  /**
   * What arrived so far.
   *
   * @return in the order of arrival; a copy
   */
  public List<RecordedRequest> requests() {
    return List.copyOf(handler.requests());
  }

  /**
   * The names of the operations that arrived so far, for example {@code CopyObject}.
   *
   * @return in the order of arrival; a copy
   */
  public List<String> operations() {
    return requests().stream().map(RecordedRequest::operation).toList();
  }

  /** Forgets what arrived so far. */
  public void clearRequests() {
    handler.requests().clear();
  }

  /**
   * Breaks the next request of an operation.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault what goes wrong
   */
  public void onNext(String operation, Fault fault) {
    onNext(operation, 1, fault);
  }

  /**
   * Breaks the next requests of an operation. Faults for the same operation are taken in the order
   * in which they were added.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param times how many requests
   * @param fault what goes wrong with each
   */
  public void onNext(String operation, int times, Fault fault) {
    faults.add(operation, times, fault);
  }

  /**
   * Breaks every request of an operation until {@link #clearFaults}.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault what goes wrong with each
   */
  public void always(String operation, Fault fault) {
    faults.add(operation, Integer.MAX_VALUE, fault);
  }

  /** Forgets all faults still to come. */
  public void clearFaults() {
    faults.clear();
  }

  /** Closes the clients and stops at once; requests in progress are cut. */
  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
    synchronized (intercepted) {
      intercepted.forEach(S3Client::close);
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private StoredObject current(String bucket, String key) {
    StoredObject object = store.bucket(bucket).latest(key);
    if (object == null || object.deleteMarker()) {
      throw Refusal.noSuchKey(key);
    }
    return object;
  }
}
