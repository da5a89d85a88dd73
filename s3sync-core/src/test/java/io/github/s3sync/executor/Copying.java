package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.Source;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Puts, copies and looks up one object, as every check of the contract does. */
final class Copying {

  private final StoreUnderTest store;
  private final CopyPath path;
  private final Recording clients;
  private final boolean uploads;
  private String bucket;
  private String replicaBucket;
  private String key = "in/plain.bin";
  private String replicaKey = "out/plain.bin";
  private @Nullable String sourceOwner;
  private @Nullable String destinationOwner;
  private PutObjectRequest source = PutObjectRequest.builder().build();
  private Map<String, String> rawHeaders = Map.of();
  private List<Tag> laterTags = List.of();
  private final CopyOptionsBuilder options = CopyOptions.builder();

  Copying(StoreUnderTest store, CopyPath path) {
    this(store, path, false);
  }

  private Copying(StoreUnderTest store, CopyPath path, boolean uploads) {
    this.store = store;
    this.path = path;
    this.uploads = uploads;
    this.clients = new Recording(store.clients(path));
    this.bucket = store.buckets().source();
    this.replicaBucket = store.replicaBuckets(path).destination();
    options.transfer(path.transfer());
    if (!store.tags()) {
      options.tags(false);
    }
    if (!store.acls()) {
      options.acl(null);
    }
  }

  /**
   * Returns the same with an ordinary upload instead of the copy, to determine what the store
   * supports.
   */
  static Copying byUpload(StoreUnderTest store) {
    return new Copying(store, CopyPath.STREAMED, true);
  }

  Copying key(String name) {
    this.key = name;
    this.replicaKey = name;
    return this;
  }

  Copying fromSuspended() {
    this.bucket = store.buckets().suspended();
    return this;
  }

  Copying toSuspended() {
    this.replicaBucket = store.replicaBuckets(path).suspended();
    return this;
  }

  Copying toLocked() {
    this.replicaBucket = store.replicaBuckets(path).locked();
    return this;
  }

  Copying with(Consumer<CopyOptionsBuilder> change) {
    change.accept(options);
    return this;
  }

  Copying owners(@Nullable String source, @Nullable String destination) {
    this.sourceOwner = source;
    this.destinationOwner = destination;
    return this;
  }

  /** Returns the client of the source. */
  S3Client client() {
    return store.client();
  }

  S3Client replicaClient() {
    return store.replicaClient(path);
  }

  String bucket() {
    return bucket;
  }

  String replicaBucket() {
    return replicaBucket;
  }

  /** Returns the operations of the copies so far. */
  List<String> operations() {
    return clients.operations();
  }

  /** Puts the source and returns the event that S3 would send. */
  ObjectEvent put(Consumer<PutObjectRequest.Builder> properties) {
    return put(content(), properties);
  }

  ObjectEvent put(byte[] content, Consumer<PutObjectRequest.Builder> properties) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
    properties.accept(request);
    source = request.build();
    PutObjectResponse answer = client().putObject(source, RequestBody.fromBytes(content));
    return event(content.length, Source.unquoted(answer.eTag()), answer.versionId());
  }

  /** Puts the source with headers in UTF-8, which the SDK would change. */
  ObjectEvent putRaw(Map<String, String> headers) {
    rawHeaders = headers;
    RawPut.put(client(), bucket, key, headers, content());
    return event(null, null);
  }

  /** Sets tags that are too large for a header. */
  void tag(List<Tag> tags) {
    laterTags = tags;
    client().putObjectTagging(r -> r.bucket(bucket).key(key).tagging(t -> t.tagSet(tags)));
  }

  ObjectEvent event(@Nullable Integer size, @Nullable String eTag) {
    return event(size, eTag, null);
  }

  private ObjectEvent event(
      @Nullable Integer size, @Nullable String eTag, @Nullable String versionId) {
    return ObjectEvent.builder(EventSource.EVENT_BRIDGE, EventKind.CREATED, bucket, key)
        .sizeBytes(size == null ? null : size.longValue())
        .eTag(eTag)
        .versionId(versionId)
        .build();
  }

  CopyPlan plan(ObjectEvent event) {
    Destination.Builder destination = Destination.in(replicaBucket);
    if (destinationOwner != null) {
      destination.expectedOwner(destinationOwner);
    }
    Destination to = destination.build();
    var rule = CopyRule.named("contract").from(bucket).to(to).options(options.build());
    if (sourceOwner != null) {
      rule.sourceOwner(sourceOwner);
    }
    return new CopyPlan(
        event,
        rule.build(),
        to,
        new ObjectRef(bucket, key),
        new ObjectRef(replicaBucket, replicaKey));
  }

  CopyResult execute(ObjectEvent event) {
    return uploads
        ? upload()
        : path.executor(clients, store.partBytes()).execute(plan(event), Deadline.none());
  }

  private CopyResult upload() {
    if (!rawHeaders.isEmpty()) {
      RawPut.put(replicaClient(), replicaBucket, replicaKey, rawHeaders, content());
    }
    byte[] content;
    try {
      content =
          client()
              .getObjectAsBytes(r -> r.bucket(bucket).key(key).expectedBucketOwner(sourceOwner))
              .asByteArray();
    } catch (S3Exception e) {
      return PlainUpload.answer(e);
    }
    CopyResult result =
        rawHeaders.isEmpty()
            ? new PlainUpload(replicaClient(), source, options.build())
                .to(replicaBucket, replicaKey, destinationOwner, content)
            : PlainUpload.receipt(Source.unquoted(replica().eTag()), content.length);
    if (!laterTags.isEmpty()) {
      replicaClient()
          .putObjectTagging(
              r -> r.bucket(replicaBucket).key(replicaKey).tagging(t -> t.tagSet(laterTags)));
    }
    return result;
  }

  /** Copies and expects a receipt that fits the path. */
  CopyReceipt copied(ObjectEvent event) {
    return copied(event, false);
  }

  private CopyReceipt copied(ObjectEvent event, boolean inAnyWay) {
    // An equal replica, as of another check, would not be copied again in parts.
    replicaClient().deleteObject(r -> r.bucket(replicaBucket).key(replicaKey));
    CopyResult result = execute(event);
    assertThat(result).isInstanceOf(CopyReceipt.class);
    CopyReceipt receipt = (CopyReceipt) result;
    assertThat(receipt.parts()).isIn(path.parts(), inAnyWay ? 0 : path.parts());
    return receipt;
  }

  /**
   * The same of a key with which a copy in parts would not be safe in all stores: there it may be
   * copied in one request.
   */
  CopyReceipt copiedInAnyWay(ObjectEvent event) {
    return copied(event, true);
  }

  /** Puts, copies, and returns what HEAD says of the replica. */
  HeadObjectResponse replicaOf(Consumer<PutObjectRequest.Builder> properties) {
    copied(put(properties));
    return replica();
  }

  HeadObjectResponse replica() {
    return head(replicaClient(), replicaBucket, replicaKey);
  }

  HeadObjectResponse original() {
    return head(client(), bucket, key);
  }

  private static HeadObjectResponse head(S3Client client, String bucket, String key) {
    return client.headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
  }

  String replicaKey() {
    return replicaKey;
  }

  byte[] replicaContent() {
    return replicaClient()
        .getObjectAsBytes(r -> r.bucket(replicaBucket).key(replicaKey))
        .asByteArray();
  }

  List<Tag> replicaTags() {
    return replicaClient().getObjectTagging(r -> r.bucket(replicaBucket).key(replicaKey)).tagSet();
  }

  byte[] content() {
    return path.content(store.partBytes());
  }
}
