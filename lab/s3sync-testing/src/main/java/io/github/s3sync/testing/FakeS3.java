package io.github.s3sync.testing;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
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

  private final Store store = new Store();
  private final Access access = new Access(store);
  private final FaultBook faults = new FaultBook();
  private final Quirks quirks = new Quirks();
  private final Notifier notifier = new Notifier(List.of());
  private final RequestHandler handler =
      new RequestHandler(
          new Operations(store, access, new Announcements(store, notifier)), faults, quirks);
  private final LoopbackServer server = LoopbackServer.start(handler);
  private final Clients clients = new Clients();
  private final S3Client client = client("test");

  private FakeS3() {}

  /**
   * Starts an empty S3 on a free port of 127.0.0.1.
   *
   * @return the running server
   * @throws UncheckedIOException if no port can be bound
   */
  public static FakeS3 start() {
    return new FakeS3();
  }

  /**
   * Where it listens.
   *
   * @return an {@code http} address without a path
   */
  public URI endpoint() {
    return server.endpoint();
  }

  /**
   * A client with the access key id {@code test} that does not retry; closed with the server.
   *
   * @return the same client each time
   */
  public S3Client client() {
    return client;
  }

  /**
   * A client that does not retry; closed with the server.
   *
   * @param accessKeyId whom the policies see
   * @param interceptors what it runs around each request
   * @return a new client
   */
  public S3Client client(String accessKeyId, ExecutionInterceptor... interceptors) {
    return clients.create(endpoint(), accessKeyId, interceptors);
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
   * A bucket's settings and contents, past the API.
   *
   * @param name its name
   * @return a view of it
   * @throws NoSuchElementException if there is no such bucket
   */
  public FakeBucket bucket(String name) {
    return new FakeBucket(existing(name));
  }

  /**
   * Keeps every version from now on.
   *
   * @param bucket the bucket
   */
  public void enableVersioning(String bucket) {
    existing(bucket).versioning(Bucket.Versioning.ENABLED);
  }

  /**
   * Sends S3's notifications of a bucket to a listener from now on, as {@link
   * S3ProxyServer.Builder#notify} does: of PutObject, CopyObject, CompleteMultipartUpload and
   * DeleteObject, by the access key id that asked.
   *
   * @param bucket the bucket
   * @param body gets the JSON; called by several threads at once
   */
  public void notify(String bucket, Consumer<String> body) {
    notifier.add(new Notifier.Subscription(bucket, "", body));
  }

  /**
   * Denies an action. Without {@code s3:ListBucket} a missing key is answered with 403.
   *
   * @param accessKeyId whom, or {@code *}
   * @param action the IAM action, for example {@code s3:GetObjectTagging}, or {@code *}
   * @param bucket where, or {@code *}; for {@code kms:GenerateDataKey} and {@code kms:Decrypt} the
   *     key's id, as requests name it
   * @throws IllegalArgumentException if the action is neither {@code *} nor has the form of an IAM
   *     action: such a denial would never apply, and a test of it would pass wrongly
   */
  public void deny(String accessKeyId, String action, String bucket) {
    if (!action.matches("[*]|[a-z0-9-]+:[A-Z][A-Za-z]+")) {
      throw new IllegalArgumentException(
          "the action is '" + action + "', expected an IAM action such as s3:GetObject, or *");
    }
    access.deny(accessKeyId, action, bucket);
  }

  /**
   * Allows somebody certain actions only, until {@link #clearDenials}.
   *
   * @param accessKeyId who
   * @param allowed takes an action, such as {@code s3:GetObject}, and the name of a bucket
   */
  public void allowOnly(String accessKeyId, BiPredicate<String, String> allowed) {
    access.allowOnly(accessKeyId, allowed);
  }

  /**
   * Allows somebody what IAM would, until {@link #clearDenials}: what their own policies allow and,
   * in buckets of other accounts than theirs, {@linkplain FakeBucket#policy the bucket's} too.
   *
   * @param accessKeyId who
   * @param principalArn their ARN, which names their account
   * @param policies their policies as JSON, with {@code Allow} only; conditions are not looked at
   * @throws IllegalArgumentException if there is more in one
   */
  public void enforce(String accessKeyId, String principalArn, String... policies) {
    access.enforce(
        accessKeyId, principalArn, Stream.of(policies).map(PolicyDocument::parse).toList());
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
   * Stores an object of generated bytes, which take no memory whatever the size; nor do parts that
   * are uploaded and are a piece of it. The bytes follow from bucket and key; above 16 MiB the ETag
   * and the checksums are those of the content's identity, not of its bytes, and equal for equal
   * content; GetObject then leaves the checksum out.
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
    SyntheticContent content = Content.synthetic(seed, sizeBytes);
    store.generated(content);
    S3Request request =
        new S3Request("PutObject", bucket, key, Map.of(), lower, Content.EMPTY, "test");
    ChecksumKind kind = ChecksumKind.named(lower.get("x-amz-checksum-algorithm"));
    ObjectChecksum checksum = kind == null ? null : ObjectChecksum.full(kind, content);
    existing(bucket)
        .put(
            key,
            StoredObject.draft(
                content, eTag(content), ObjectProperties.of(request), checksum, List.of()),
            current -> {});
  }

  /** What is not the MD5 of the bytes does not look like one. */
  private static String eTag(Content content) {
    String sum = HexFormat.of().formatHex(content.md5());
    return !content.exact() ? sum + "-1" : sum;
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
    Content one = bucket(bucket).current(key).content();
    Content other = bucket(otherBucket).current(otherKey).content();
    return one.equals(other)
        || (one.length() == other.length() && Arrays.equals(one.md5(), other.md5()));
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

  /**
   * Breaks every request that matches until {@link #clearFaults}.
   *
   * @param which for example those with one header; called by several threads at once
   * @param fault what goes wrong with each
   */
  public void always(Predicate<RecordedRequest> which, Fault fault) {
    faults.add(which, Integer.MAX_VALUE, fault);
  }

  /**
   * Ignores a header of all requests of an operation until {@link #clearFaults}, as some stores do.
   *
   * @param operation the API's name, for example {@code CreateMultipartUpload}
   * @param header its name in lower case
   */
  public void ignoreHeader(String operation, String header) {
    quirks.ignore(operation, header);
  }

  /**
   * Changes a header of all answers to an operation until {@link #clearFaults}, as some stores and
   * proxies do.
   *
   * @param operation the API's name, for example {@code HeadObject}
   * @param header its name in lower case
   * @param value the value; null leaves the header out
   */
  public void answerHeader(String operation, String header, @Nullable String value) {
    quirks.answer(operation, header, value);
  }

  /** Forgets all faults still to come, and ignores and changes no header any more. */
  public void clearFaults() {
    faults.clear();
    quirks.clear();
  }

  /** Closes the clients and stops at once; requests in progress are cut. */
  @Override
  public void close() {
    clients.close();
    server.stop();
  }

  private Bucket existing(String name) {
    try {
      return store.bucket(name);
    } catch (Refusal e) {
      throw new NoSuchElementException("no bucket " + name, e);
    }
  }
}
