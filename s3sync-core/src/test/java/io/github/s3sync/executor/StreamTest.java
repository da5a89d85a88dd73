package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import io.github.s3sync.testing.RedirectedS3Client;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Checks the requests of a stream to both sides, and its reaction to concurrent changes. */
class StreamTest {

  private static final byte[] SMALL = {1, 2, 3};

  private final TwoStores with = new TwoStores();

  @AfterEach
  void stop() {
    with.close();
  }

  @Test
  void execute_smallObject_isReadByTheOnePrincipalAndWrittenByTheOther() {
    CopyReceipt receipt = with.copied(with.put(SMALL));

    assertThat(with.from.operations().subList(0, 3))
        .containsExactly("HeadObject", "GetObjectTagging", "GetObject");
    assertThat(with.to.operations()).startsWith("PutObject");
    // The last one looks up the replica, since the destination is not S3.
    assertThat(receipt.requests()).isEqualTo(5);
    assertThat(receipt.bytes()).isEqualTo(3);
  }

  @Test
  void execute_emptyObject_isCopied() {
    assertThat(with.copied(with.put(new byte[0])).bytes()).isZero();
  }

  @Test
  void execute_largeObject_isStreamedInParts() {
    CopyReceipt receipt = with.copied(with.putLarge(Map.of()));

    assertThat(receipt.parts()).isEqualTo(3);
    assertThat(with.from.operations().subList(0, 6))
        .containsExactly(
            "HeadObject", "GetObjectTagging", "GetObject", "GetObject", "GetObject", "HeadObject");
    assertThat(with.to.operations().subList(0, 6))
        .containsExactly(
            "HeadObject",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPart",
            "UploadPart",
            "CompleteMultipartUpload");
  }

  @Test
  void execute_moreThanTenThousandBuffersTake_isNotSupported() {
    with.from.putSynthetic(TwoStores.BUCKET, TwoStores.KEY, 20L << 40, Map.of());
    CopyException e = with.failure(ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY));

    assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(e).hasMessageContaining("streamBufferBytes");
    assertThat(with.to.operations()).containsExactly("HeadObject");
  }

  @Test
  void execute_anything_isPinnedAndGuardedOnEveryCall() {
    with.copied(with.putLarge(Map.of()));

    assertThat(with.from.requests().subList(0, 6))
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-expected-bucket-owner", "111111111111"));
    assertThat(with.from.requests().subList(2, 5))
        .allSatisfy(request -> assertThat(request.headers()).containsKeys("if-match", "range"));
    assertThat(with.to.requests().subList(0, 5))
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-expected-bucket-owner", "222222222222"));
  }

  @Test
  void execute_anotherStoreThanAws_isSentNoChecksumButMd5() {
    with.putLarge(Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    with.copied(ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY));
    with.copied(with.put(SMALL));

    List<RecordedRequest> bodies =
        with.to.requests().stream().filter(r -> r.headers().containsKey("content-md5")).toList();
    assertThat(bodies).hasSize(4);
    assertThat(with.to.requests().subList(0, 5))
        .allSatisfy(
            request ->
                assertThat(request.headers().keySet())
                    .noneMatch(
                        name -> name.contains("checksum-") && !name.equals("x-amz-checksum-mode")));
  }

  @Test
  void execute_oneStoreForBoth_isToldTheSourcesChecksum() {
    with.clients = S3Clients.of(with.from.client());
    with.putLarge(Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    with.from.createBucket("copies", "222222222222");
    CopyPlan plan = with.plan(ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY));
    CopyPlan elsewhere =
        new CopyPlan(
            plan.event(),
            plan.rule(),
            plan.destination(),
            plan.source(),
            new ObjectRef("copies", "k"));
    with.executor().execute(elsewhere, Deadline.none());

    RecordedRequest complete =
        with.from.requests().stream()
            .filter(request -> request.operation().equals("CompleteMultipartUpload"))
            .findFirst()
            .orElseThrow();
    assertThat(complete.headers())
        .containsKey("x-amz-checksum-crc64nvme")
        .containsEntry("x-amz-checksum-type", "FULL_OBJECT");
    assertThat(with.from.sameContent(TwoStores.BUCKET, TwoStores.KEY, "copies", "k")).isTrue();
  }

  @Test
  void execute_toAws_isSentTheChecksumThatS3WouldComputeByItself() {
    try (S3Client aws = RedirectedS3Client.create(with.to.endpoint(), "writer")) {
      with.clients = S3Clients.of(with.from.client("reader"), aws);
      // Without their own checksum.
      with.from.putSynthetic(TwoStores.BUCKET, TwoStores.KEY, 1_000, Map.of());
      with.copied(ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY));
      with.copied(with.putLarge(Map.of()));
    }

    assertThat(with.to.requests())
        .filteredOn(r -> r.operation().equals("PutObject") || r.operation().equals("UploadPart"))
        .hasSize(4)
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsKey("x-amz-checksum-crc64nvme")
                    .doesNotContainKey("x-amz-checksum-crc32"));
  }

  @Test
  void requests_ofAPlan_areThoseThatAreMade() {
    ObjectEvent small = sized(with.put(SMALL), SMALL.length);
    CopyReceipt receipt = (CopyReceipt) with.execute(small);
    assertThat(with.executor().requests(with.plan(small)))
        .containsExactly("HeadObject", "GetObjectTagging", "GetObject", "PutObject", "HeadObject")
        .hasSize(receipt.requests());
    ObjectEvent large = sized(with.putLarge(Map.of()), CopyFixture.LARGE);
    receipt = (CopyReceipt) with.execute(large);
    assertThat(with.executor().requests(with.plan(large)))
        .startsWith(
            "HeadObject", "HeadObject", "GetObjectTagging", "CreateMultipartUpload", "GetObject")
        .endsWith("UploadPart", "CompleteMultipartUpload", "HeadObject", "HeadObject")
        .hasSize(receipt.requests());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requests_ofAStreamThatLooksAgain_areThoseThatAreMade(boolean twoWay) {
    with.options.recheckAfter(Duration.ZERO).twoWay(twoWay);
    ObjectEvent small = sized(with.put(SMALL), SMALL.length);

    CopyReceipt receipt = with.copied(small);
    assertThat(with.executor().requests(with.plan(small)))
        .endsWith("GetObject", "PutObject", "HeadObject", "HeadObject")
        .hasSize(receipt.requests());
  }

  @Test
  void execute_sourceOverwrittenBetweenParts_copiesOneStateOnly() {
    ObjectEvent event = with.putLarge(Map.of());
    with.from.onNext(
        "GetObject",
        Fault.after(
            () ->
                with.from.putSynthetic(
                    TwoStores.BUCKET, TwoStores.KEY, CopyFixture.LARGE + 1, Map.of())));

    assertThat(with.copied(event).bytes()).isEqualTo(CopyFixture.LARGE + 1);
  }

  @Test
  void execute_sourceDeletedBetweenParts_isSkipped() {
    ObjectEvent event = with.putLarge(Map.of());
    with.from.onNext("GetObject", Fault.after(this::deleteSource));

    assertSkipped(event, SkipReason.SOURCE_GONE);
    assertThat(with.hasReplica()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void execute_archivedSource_isSaidSo(String size) {
    ObjectEvent event =
        size.equals("large")
            ? with.putLarge(Map.of("x-amz-storage-class", "GLACIER"))
            : ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY);
    if (size.equals("small")) {
      with.from
          .client()
          .putObject(
              r -> r.bucket(TwoStores.BUCKET).key(TwoStores.KEY).storageClass("DEEP_ARCHIVE"),
              RequestBody.fromBytes(SMALL));
    }

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.SOURCE_ARCHIVED);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_neverOverwritesAndSomethingAppearsInMidStream_keepsIt() {
    with.options.overwrite(false);
    ObjectEvent event = with.putLarge(Map.of());
    with.to.onNext("UploadPart", Fault.after(this::putAtTheReplicasKey));
    assertSkipped(event, SkipReason.DESTINATION_EXISTS);

    assertSkipped(with.put(SMALL), SkipReason.DESTINATION_EXISTS);
    assertThat(TwoStores.content(with.to)).asString().isEqualTo("mine");
  }

  @Test
  void execute_sourceIsGone_deletesTheReplicaInTheOtherStore() {
    with.deletes = true;
    with.copied(with.put(SMALL));
    deleteSource();
    with.to.clearRequests();

    assertThat(with.execute(removed())).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
    assertThat(with.to.operations()).contains("DeleteObject");
  }

  @Test
  void execute_partsAtOnce_areNeverMoreThanThoseWhoCopy() {
    AtomicInteger buffers = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    with.from.always(
        "GetObject",
        Fault.first(() -> most.accumulateAndGet(buffers.incrementAndGet(), Math::max)));
    with.to.always("UploadPart", Fault.after(buffers::decrementAndGet));
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      with.concurrency = Concurrency.of(pool, 3);
      with.from.putSynthetic(TwoStores.BUCKET, TwoStores.KEY, 8 * CopyFixture.PART + 1, Map.of());
      CopyResult result = with.execute(ObjectEvent.created(TwoStores.BUCKET, TwoStores.KEY));

      assertThat(((CopyReceipt) result).parts()).isEqualTo(9);
      assertThat(buffers).hasValue(0);
      assertThat(most).hasValueBetween(1, 4);
    } finally {
      pool.shutdownNow();
    }
  }

  private void assertSkipped(ObjectEvent event, SkipReason reason) {
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class, skipped -> assertThat(skipped.reason()).isEqualTo(reason));
  }

  private void deleteSource() {
    with.from.client().deleteObject(r -> r.bucket(TwoStores.BUCKET).key(TwoStores.KEY));
  }

  private void putAtTheReplicasKey() {
    with.to
        .client()
        .putObject(
            r -> r.bucket(TwoStores.BUCKET).key(TwoStores.KEY), RequestBody.fromString("mine"));
  }

  private static ObjectEvent sized(ObjectEvent event, long size) {
    return event(EventKind.CREATED, event.rawKey(), size);
  }

  private static ObjectEvent removed() {
    return event(EventKind.REMOVED, TwoStores.KEY, null);
  }

  private static ObjectEvent event(EventKind kind, String key, @Nullable Long size) {
    return ObjectEvent.builder(EventSource.EVENT_BRIDGE, kind, TwoStores.BUCKET, key)
        .name(kind == EventKind.CREATED ? "Object Created" : "Object Deleted")
        .sizeBytes(size)
        .build();
  }
}
