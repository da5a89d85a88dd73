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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs a small S3 in memory, over HTTP on the loopback interface, with features that embedded
 * servers lack: any key byte for byte, every precondition, tags, checksums, versions, policies, and
 * faults.
 *
 * <p>It supports path-style requests only, and does not check signatures; the access key id only
 * selects the policies. Every action is allowed until it is denied. Thread-safe.
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
   * Returns the endpoint of the server.
   *
   * @return an {@code http} address without a path
   */
  public URI endpoint() {
    return server.endpoint();
  }

  /**
   * Returns a client with the access key id {@code test} that does not retry; closed with the
   * server.
   *
   * @return the same client each time
   */
  public S3Client client() {
    return client;
  }

  /**
   * Returns a client that does not retry; closed with the server.
   *
   * @param accessKeyId the access key id, by which policies select their caller
   * @param interceptors interceptors that the client runs for each request
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
   * @param ownerAccountId the owner, with which expected-owner headers are compared
   */
  public void createBucket(String name, String ownerAccountId) {
    store.create(name, ownerAccountId);
  }

  /**
   * Returns access to a bucket's settings and contents without the API.
   *
   * @param name its name
   * @return a view of it
   * @throws NoSuchElementException if the bucket does not exist
   */
  public FakeBucket bucket(String name) {
    return new FakeBucket(existing(name));
  }

  /**
   * Enables versioning of a bucket.
   *
   * @param bucket the bucket
   */
  public void enableVersioning(String bucket) {
    existing(bucket).versioning(Bucket.Versioning.ENABLED);
  }

  /**
   * Sends S3's notifications of a bucket to a listener from now on, as {@link
   * S3ProxyServer.Builder#notify} does: of PutObject, CopyObject, CompleteMultipartUpload and
   * DeleteObject, with the caller's access key id as the principal.
   *
   * @param bucket the bucket
   * @param body receives the JSON; called by several threads at once
   */
  public void notify(String bucket, Consumer<String> body) {
    notifier.add(new Notifier.Subscription(bucket, "", body));
  }

  /**
   * Denies an action. Without {@code s3:ListBucket} a missing key is answered with 403.
   *
   * @param accessKeyId the caller, or {@code *}
   * @param action the IAM action, for example {@code s3:GetObjectTagging}, or {@code *}
   * @param bucket the bucket, or {@code *}; for {@code kms:GenerateDataKey} and {@code kms:Decrypt}
   *     the key's id, as requests contain it
   * @throws IllegalArgumentException if the action is neither {@code *} nor has the form of an IAM
   *     action: such a denial would never apply, and a test of it would wrongly pass
   */
  public void deny(String accessKeyId, String action, String bucket) {
    if (!action.matches("[*]|[a-z0-9-]+:[A-Z][A-Za-z]+")) {
      throw new IllegalArgumentException(
          "the action is '" + action + "', expected an IAM action such as s3:GetObject, or *");
    }
    access.deny(accessKeyId, action, bucket);
  }

  /**
   * Limits a caller to certain actions, until {@link #clearDenials}.
   *
   * @param accessKeyId the caller
   * @param allowed accepts an action, such as {@code s3:GetObject}, and the name of a bucket
   */
  public void allowOnly(String accessKeyId, BiPredicate<String, String> allowed) {
    access.allowOnly(accessKeyId, allowed);
  }

  /**
   * Limits a caller to the actions that IAM would allow, until {@link #clearDenials}: those that
   * its own policies allow and, in buckets of other accounts, {@linkplain FakeBucket#policy the
   * bucket's} as well.
   *
   * @param accessKeyId the caller
   * @param principalArn its ARN, which contains its account
   * @param policies its policies as JSON, with statements of effect {@code Allow} only; conditions
   *     are ignored
   * @throws IllegalArgumentException if a policy contains an element that is not supported
   */
  public void enforce(String accessKeyId, String principalArn, String... policies) {
    access.enforce(
        accessKeyId, principalArn, Stream.of(policies).map(PolicyDocument::parse).toList());
  }

  /** Allows every action again. */
  public void clearDenials() {
    access.clear();
  }

  /**
   * Sets the minimum size of all parts except the last.
   *
   * @param bytes the size, 5 MiB by default; also the maximum size of a source of which ranges
   *     cannot be copied
   */
  public void minimumPartBytes(long bytes) {
    store.minimumPartBytes(bytes);
  }

  /**
   * Sets the maximum source of CopyObject and the maximum part of UploadPartCopy.
   *
   * @param bytes the size, 5 GiB by default
   */
  public void copyLimitBytes(long bytes) {
    store.copyLimitBytes(bytes);
  }

  /**
   * Stores an object of generated bytes, which need no memory whatever the size; uploaded parts
   * that are a piece of it need none either. Bucket and key determine the bytes. Above 16 MiB, ETag
   * and checksums are computed from the content's identity, not from its bytes, and are equal for
   * equal content; GetObject then omits the checksum.
   *
   * @param bucket the bucket
   * @param key the key
   * @param sizeBytes its size
   * @param headers the headers of PutObject, for example {@code x-amz-meta-a}; with {@code
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

  /** Returns an ETag that has the form of an MD5 only if it is the MD5 of the bytes. */
  private static String eTag(Content content) {
    String sum = HexFormat.of().formatHex(content.md5());
    return !content.exact() ? sum + "-1" : sum;
  }

  /**
   * Returns whether two objects have the same bytes. Copies of generated content are compared
   * without reading them.
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
   * Returns the number of multipart uploads that are neither completed nor aborted, in all buckets.
   *
   * @return the number
   */
  public int openUploads() {
    return store.buckets().stream().mapToInt(bucket -> bucket.uploads().size()).sum();
  }

  /**
   * Returns the requests that have arrived so far.
   *
   * @return the requests in the order of arrival; a copy
   */
  public List<RecordedRequest> requests() {
    return List.copyOf(handler.requests());
  }

  /**
   * Returns the names of the operations that have arrived so far, for example {@code CopyObject}.
   *
   * @return the names in the order of arrival; a copy
   */
  public List<String> operations() {
    return requests().stream().map(RecordedRequest::operation).toList();
  }

  /** Deletes the record of requests. */
  public void clearRequests() {
    handler.requests().clear();
  }

  /**
   * Injects a fault into the next request of an operation.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault the fault
   */
  public void onNext(String operation, Fault fault) {
    onNext(operation, 1, fault);
  }

  /**
   * Injects a fault into the next requests of an operation. Faults for the same operation apply in
   * the order in which they were added.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param times the number of requests
   * @param fault the fault of each request
   */
  public void onNext(String operation, int times, Fault fault) {
    faults.add(operation, times, fault);
  }

  /**
   * Injects a fault into every request of an operation until {@link #clearFaults}.
   *
   * @param operation the API's name, for example {@code CopyObject}
   * @param fault the fault of each request
   */
  public void always(String operation, Fault fault) {
    faults.add(operation, Integer.MAX_VALUE, fault);
  }

  /**
   * Injects a fault into every matching request until {@link #clearFaults}.
   *
   * @param which selects requests, for example those with a certain header; called by several
   *     threads at once
   * @param fault the fault of each request
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
    quirks.answer(operation, null, header, value);
  }

  /**
   * Does the same for one bucket.
   *
   * @param operation the API's name, for example {@code HeadObject}
   * @param bucket the bucket
   * @param header the header in lower case
   * @param value the value; null to leave the header out
   */
  public void answerHeader(String operation, String bucket, String header, @Nullable String value) {
    quirks.answer(operation, bucket, header, value);
  }

  /**
   * Understands the headers of all requests of an operation differently until {@link #clearFaults},
   * as some stores do.
   *
   * @param operation the API's name, for example {@code UploadPartCopy}
   * @param change gets the headers by their names in lower case, in a map that it may change and
   *     return; called by several threads at once
   */
  public void changeHeaders(String operation, UnaryOperator<Map<String, String>> change) {
    quirks.understand(operation, change);
  }

  /**
   * Changes the body of all successful answers to an operation until {@link #clearFaults}, as some
   * stores do.
   *
   * @param operation the API's name, for example {@code CompleteMultipartUpload}
   * @param change gets the body, which need not be XML afterwards; called by several threads at
   *     once
   */
  public void answerBody(String operation, UnaryOperator<String> change) {
    quirks.answerBody(operation, change);
  }

  /** Removes all faults, and stops ignoring and changing headers. */
  public void clearFaults() {
    faults.clear();
    quirks.clear();
  }

  /** Closes the clients and stops the server at once; requests in progress are interrupted. */
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
