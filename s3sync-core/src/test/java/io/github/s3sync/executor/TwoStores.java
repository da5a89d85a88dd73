package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import java.util.Arrays;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Provides two stores with a bucket of the same name, a principal for each store that can access
 * only that store, and a rule that streams between them.
 */
final class TwoStores implements AutoCloseable {

  static final String BUCKET = "data";
  static final String KEY = "in/k";

  final FakeS3 from = FakeS3.start();
  final FakeS3 to = FakeS3.start();
  final CopyOptionsBuilder options = CopyOptions.builder().transfer(TransferMode.STREAM);
  final RegionalS3Clients regional =
      RegionalS3Clients.builder()
          .accessKey("nobody", "test")
          .defaultRegion("us-east-1")
          .credentials("reader", key("reader"))
          .credentials("writer", key("writer"))
          .build();
  S3Clients clients = regional;
  Concurrency concurrency = Concurrency.callerOnly();
  boolean deletes;

  TwoStores() {
    from.minimumPartBytes(CopyFixture.PART);
    to.minimumPartBytes(CopyFixture.PART);
    from.createBucket(BUCKET);
    to.createBucket(BUCKET, "222222222222");
    for (String stranger : new String[] {"nobody", "writer"}) {
      from.deny(stranger, "*", "*");
    }
    for (String stranger : new String[] {"nobody", "reader"}) {
      to.deny(stranger, "*", "*");
    }
    from.deny("reader", "s3:PutObject", "*");
  }

  private static StaticCredentialsProvider key(String id) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "test"));
  }

  /** Uses clients whose reading client modifies requests or answers. */
  void readThrough(ExecutionInterceptor interceptor) {
    clients = S3Clients.of(from.client("reader", interceptor), to.client("writer"));
  }

  ObjectEvent put(byte[] content) {
    from.client().putObject(r -> r.bucket(BUCKET).key(KEY), RequestBody.fromBytes(content));
    return put();
  }

  ObjectEvent putLarge(Map<String, String> headers) {
    from.putSynthetic(BUCKET, KEY, CopyFixture.LARGE, headers);
    return put();
  }

  private ObjectEvent put() {
    from.clearRequests();
    return ObjectEvent.created(BUCKET, KEY);
  }

  CopyPlan plan(ObjectEvent event) {
    Destination.Builder destination = Destination.in(BUCKET).expectedOwner("222222222222");
    Access source = Access.OWN;
    if (clients == regional) {
      source = source.withCredentials("reader").withEndpoint(from.endpoint().toString());
      destination.credentials("writer").endpoint(to.endpoint().toString());
    }
    Destination into = destination.build();
    CopyRule rule =
        CopyRule.named("stream")
            .from(BUCKET)
            .sourceOwner("111111111111")
            .sourceAccess(source)
            .on(EventKind.CREATED, deletes ? EventKind.REMOVED : EventKind.CREATED)
            .to(into)
            .options(options.build())
            .build();
    ObjectRef object = new ObjectRef(BUCKET, KEY);
    return new CopyPlan(event, rule, into, object, object);
  }

  S3CopyExecutor executor() {
    S3CopyExecutorBuilder builder = S3CopyExecutor.builder(clients);
    builder.nanoTime = () -> 0; // no copy is slow because the machine is
    return CopySeams.withoutPauses(CopySeams.inParts(builder, CopyFixture.PART))
        .concurrency(concurrency)
        .build();
  }

  CopyResult execute(ObjectEvent event) {
    return executor().execute(plan(event), Deadline.none());
  }

  CopyReceipt copied(ObjectEvent event) {
    CopyResult result = execute(event);
    assertThat(result).isInstanceOf(CopyReceipt.class);
    assertThat(Arrays.equals(content(from), content(to))).as("the same bytes").isTrue();
    return (CopyReceipt) result;
  }

  CopyException failure(ObjectEvent event) {
    CopyException e = catchThrowableOfType(CopyException.class, () -> execute(event));
    assertThat(e).as("the copy must fail").isNotNull();
    return e;
  }

  static byte[] content(FakeS3 store) {
    return store.client().getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY)).asByteArray();
  }

  boolean hasReplica() {
    return !to.bucket(BUCKET).keys().isEmpty();
  }

  @Override
  public void close() {
    regional.close();
    assertThat(to.openUploads()).as("uploads left behind").isZero();
    from.close();
    to.close();
  }
}
