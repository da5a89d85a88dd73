package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.Source;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.RedirectedS3Client;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Provides two buckets on the fake S3, one executor, and the objects that are copied between them.
 * The executor's clock stands still unless a test lets time pass, so that no copy is slow because
 * the machine is.
 */
public final class CopyFixture implements AutoCloseable {

  /** The size of a part. S3's smallest, 5 MiB, would make the tests slow. */
  public static final int PART = 100_000;

  /** The size of an object of three parts. */
  public static final int LARGE = 220_000;

  public final FakeS3 s3 = FakeS3.start();
  public final CopyOptionsBuilder options = CopyOptions.builder();
  KeyMapper mapping = KeyMapper.same();
  boolean deletes;
  Concurrency concurrency = Concurrency.callerOnly();
  private S3Client copier = s3.client();
  private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());

  public CopyFixture() {
    s3.minimumPartBytes(PART);
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  @Override
  public void close() {
    assertThat(s3.openUploads()).as("uploads left behind").isZero();
    copier.close();
    s3.close();
  }

  /**
   * Copies with a client that believes to talk to Amazon S3, which is not asked what it made of a
   * request. By default the fake is another store.
   */
  CopyFixture asAmazonS3() {
    copier = RedirectedS3Client.create(s3.endpoint(), "test", AwsRetryStrategy.doNotRetry());
    return this;
  }

  public CopyResult execute(ObjectEvent event) {
    return executor().execute(plan(event, "src"), Deadline.none());
  }

  public CopyException failure(ObjectEvent event) {
    CopyException e = catchThrowableOfType(CopyException.class, () -> execute(event));
    assertThat(e).as("the copy must fail").isNotNull();
    return e;
  }

  S3CopyExecutor executor() {
    S3CopyExecutorBuilder builder = S3CopyExecutor.builder(copier);
    builder.nanoTime = nanos::get;
    return CopySeams.withoutPauses(CopySeams.inParts(builder, PART))
        .concurrency(concurrency)
        .build();
  }

  public CopyPlan plan(ObjectEvent event, String sourceBucket) {
    Destination to = Destination.in("dst").key(mapping).expectedOwner("111111111111").build();
    CopyRule rule =
        CopyRule.named("r")
            .from(sourceBucket)
            .sourceOwner("111111111111")
            .on(EventKind.CREATED, deletes ? EventKind.REMOVED : EventKind.CREATED)
            .to(to)
            .options(options.build())
            .build();
    return new CopyPlan(
        event,
        rule,
        to,
        new ObjectRef(sourceBucket, event.rawKey()),
        new ObjectRef("dst", event.rawKey()));
  }

  public ObjectEvent putSmall(String content) {
    ObjectEvent event = put("src", "k", content);
    s3.clearRequests();
    return event;
  }

  ObjectEvent paidSmall() {
    String eTag =
        s3.client()
            .putObject(
                r -> r.bucket("src").key("k").requestPayer("requester"),
                RequestBody.fromString("v1"))
            .eTag();
    return event("k", 2L, Source.unquoted(eTag));
  }

  public ObjectEvent put(String bucket, String key, String content) {
    String eTag =
        s3.client()
            .putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content))
            .eTag();
    return event(key, (long) content.length(), Source.unquoted(eTag));
  }

  /** Returns a delete event for a rule with deletes. */
  public ObjectEvent removed(String name, @Nullable String versionId) {
    deletes = true;
    return ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "src", "k")
        .name(name)
        .versionId(versionId)
        .build();
  }

  /** Returns the delete event of a bucket without versions. */
  public ObjectEvent removed() {
    return removed("ObjectRemoved:Delete", null);
  }

  /** Deletes the source without DeleteObject, for which a test may have configured a fault. */
  public void deleteSource() {
    s3.client()
        .deleteObjects(
            r ->
                r.bucket("src")
                    .delete(d -> d.objects(ObjectIdentifier.builder().key("k").build())));
  }

  public boolean hasReplica() {
    return s3.bucket("dst").keys().contains("k");
  }

  ObjectEvent putLarge() {
    s3.putSynthetic("src", "k", LARGE, Map.of());
    s3.clearRequests();
    return head(LARGE);
  }

  /** Returns an event without an eTag, so that the executor looks up the source. */
  public ObjectEvent head(long size) {
    return event("k", size, null);
  }

  String replica() {
    return s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asUtf8String();
  }

  ObjectEvent event(String key, @Nullable Long size, @Nullable String eTag) {
    return ObjectEvent.builder(EventSource.EVENT_BRIDGE, EventKind.CREATED, "src", key)
        .sizeBytes(size)
        .eTag(eTag)
        .build();
  }

  /** Lets time pass, by the clock of the executor and of {@link #deadline}. */
  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Returns a deadline that comes only if time passes by this clock. */
  Deadline deadline(Duration after) {
    return Deadline.after(after, nanos::get);
  }

  void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void putBytes(byte[] content, String contentType) {
    s3.client()
        .putObject(
            r -> r.bucket("src").key("k").contentType(contentType), RequestBody.fromBytes(content));
  }
}
