package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyOptionsBuilder;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** One object put, copied and looked at: what every check of the contract does. */
final class Copying {

  private final StoreUnderTest store;
  private final CopyPath path;
  private String key = "in/plain.bin";
  private String replicaKey = "out/plain.bin";
  private @Nullable String sourceOwner;
  private @Nullable String destinationOwner;
  private final CopyOptionsBuilder options = CopyOptions.builder();

  Copying(StoreUnderTest store, CopyPath path) {
    this.store = store;
    this.path = path;
    options.transfer(path.transfer());
    if (!store.knowsTagsAndAcls()) {
      options.tags(false).acl(null);
    }
  }

  Copying key(String name) {
    this.key = name;
    this.replicaKey = name;
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

  S3Client client() {
    return store.client();
  }

  /** Puts the source and returns the event that S3 would send. */
  ObjectEvent put(Consumer<PutObjectRequest.Builder> properties) {
    return put(path.content(), properties);
  }

  ObjectEvent put(byte[] content, Consumer<PutObjectRequest.Builder> properties) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(StoreUnderTest.SOURCE).key(key);
    properties.accept(request);
    String eTag = client().putObject(request.build(), RequestBody.fromBytes(content)).eTag();
    return event(content.length, Source.unquoted(eTag));
  }

  ObjectEvent event(@Nullable Integer size, @Nullable String eTag) {
    return new ObjectEvent(
        EventSource.EVENT_BRIDGE,
        EventKind.CREATED,
        "Object Created",
        StoreUnderTest.SOURCE,
        key,
        size == null ? null : size.longValue(),
        eTag,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  CopyPlan plan(ObjectEvent event) {
    Destination.Builder destination = Destination.in(StoreUnderTest.DESTINATION);
    if (destinationOwner != null) {
      destination.expectedOwner(destinationOwner);
    }
    Destination to = destination.build();
    var rule =
        CopyRule.named("contract").from(StoreUnderTest.SOURCE).to(to).options(options.build());
    if (sourceOwner != null) {
      rule.sourceOwner(sourceOwner);
    }
    return new CopyPlan(
        event,
        rule.build(),
        to,
        new ObjectRef(StoreUnderTest.SOURCE, key),
        new ObjectRef(StoreUnderTest.DESTINATION, replicaKey));
  }

  CopyResult execute(ObjectEvent event) {
    return path.executor(client()).execute(plan(event), Deadline.none());
  }

  /** Copies and expects a receipt that fits the path. */
  CopyReceipt copied(ObjectEvent event) {
    // An equal replica, as of another check, would not be copied again in parts.
    client().deleteObject(r -> r.bucket(StoreUnderTest.DESTINATION).key(replicaKey));
    CopyResult result = execute(event);
    assertThat(result).isInstanceOf(CopyReceipt.class);
    CopyReceipt receipt = (CopyReceipt) result;
    assertThat(receipt.parts()).isEqualTo(path.parts());
    return receipt;
  }

  /** Puts, copies, and returns what HEAD says of the replica. */
  HeadObjectResponse replicaOf(Consumer<PutObjectRequest.Builder> properties) {
    copied(put(properties));
    return replica();
  }

  HeadObjectResponse replica() {
    return client()
        .headObject(
            r ->
                r.bucket(StoreUnderTest.DESTINATION)
                    .key(replicaKey)
                    .checksumMode(ChecksumMode.ENABLED));
  }

  String replicaKey() {
    return replicaKey;
  }

  byte[] replicaContent() {
    ResponseBytes<GetObjectResponse> answer =
        client().getObjectAsBytes(r -> r.bucket(StoreUnderTest.DESTINATION).key(replicaKey));
    return answer.asByteArray();
  }

  byte[] content() {
    return path.content();
  }
}
