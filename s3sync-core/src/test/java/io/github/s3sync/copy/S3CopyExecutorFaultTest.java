package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyOptionsBuilder;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What a copy does when S3 is slow, throttled, half done or changing under it. */
class S3CopyExecutorFaultTest {

  private static final long MIB = 1024 * 1024;
  private static final long LARGE = 11 * MIB;

  private final FakeS3 s3 = FakeS3.start();
  private final CopyOptionsBuilder options = CopyOptions.builder();
  private Concurrency concurrency = Concurrency.callerOnly();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  @AfterEach
  void stop() {
    assertThat(s3.openUploads()).as("uploads left behind").isZero();
    s3.close();
  }

  @Test
  void execute_smallObject_isOneRequest() {
    ObjectEvent event = putSmall("v1");
    CopyReceipt receipt = (CopyReceipt) execute(event);
    assertThat(s3.operations()).containsExactly("CopyObject");
    assertThat(receipt.requests()).isEqualTo(1);
    assertThat(replica()).isEqualTo("v1");
  }

  @Test
  void execute_emptyObject_isCopied() {
    execute(putSmall(""));
    assertThat(replica()).isEmpty();
  }

  @Test
  void execute_largeObject_isCopiedInParts() {
    CopyReceipt receipt = (CopyReceipt) execute(putLarge());
    assertThat(s3.operations())
        .containsExactly(
            "HeadObject",
            "GetObjectTagging",
            "CreateMultipartUpload",
            "UploadPartCopy",
            "UploadPartCopy",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "HeadObject");
    assertThat(receipt.requests()).isEqualTo(8);
    assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_terabytes_areCopiedInPartsOfFiveGibibytes() {
    long part = 5 * 1024 * MIB;
    s3.putSynthetic("src", "k", 200 * part + 1, Map.of());
    CopyExecutor executor = S3CopyExecutor.builder(s3.client()).partSizeBytes(part).build();
    CopyResult result = executor.execute(plan(head(200 * part + 1), "src"), Deadline.none());
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyReceipt.class, receipt -> assertThat(receipt.parts()).isEqualTo(201));
    assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_eventThatUnderstatesTheSize_isCopiedInPartsAllTheSame() {
    s3.copyLimitBytes(6 * MIB);
    ObjectEvent event = putLarge();
    CopyReceipt receipt = (CopyReceipt) execute(event("k", 10L, event.eTag()));
    assertThat(receipt.parts()).isEqualTo(3);
    assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown, THROTTLED",
    "503, ServiceUnavailable, THROTTLED",
    "500, InternalError, SERVICE_ERROR",
    "409, OperationAborted, CONFLICT",
    "403, AccessDenied, ACCESS_DENIED",
    "403, ObjectNotInActiveTierError, SOURCE_ARCHIVED",
    "403, ExpiredToken, CREDENTIALS",
    "400, AccessControlListNotSupported, ACLS_DISABLED",
    "400, KMS.DisabledException, KMS_KEY",
    "404, NoSuchBucket, BUCKET_NOT_FOUND",
    "301, PermanentRedirect, WRONG_REGION",
    "501, NotImplemented, NOT_SUPPORTED",
    "400, InvalidArgument, INVALID_REQUEST"
  })
  void execute_errorOnEitherPath_isClassified(int status, String code, FailureReason reason) {
    ObjectEvent small = putSmall("v1");
    s3.onNext("CopyObject", Fault.error(status, code));
    assertThat(failure(small).reason()).isEqualTo(reason);
    ObjectEvent large = putLarge();
    s3.onNext("UploadPartCopy", Fault.error(status, code));
    CopyException e = failure(large);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(code).hasMessageContaining("s3://dst/k");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "InternalError, SERVICE_ERROR",
    "SlowDown, THROTTLED",
    "ServiceUnavailable, THROTTLED",
    "AccessDenied, ACCESS_DENIED",
    "SomethingNew, SERVICE_ERROR"
  })
  void execute_errorInsideAn200_isNoCopy(String code, FailureReason reason) {
    ObjectEvent small = putSmall("v1");
    s3.onNext("CopyObject", Fault.errorIn200(code));
    assertThat(failure(small).reason()).isEqualTo(reason);
    ObjectEvent large = putLarge();
    s3.onNext("UploadPartCopy", Fault.errorIn200(code));
    assertThat(failure(large).reason()).isEqualTo(reason);
    s3.onNext("CompleteMultipartUpload", Fault.errorIn200(code));
    assertThat(failure(large).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CopyObject",
        "HeadObject",
        "GetObjectTagging",
        "CreateMultipartUpload",
        "UploadPartCopy",
        "CompleteMultipartUpload"
      })
  void execute_noAnswer_isAFailureToBeRetried(String operation) {
    ObjectEvent event = operation.equals("CopyObject") ? putSmall("v1") : putLarge();
    s3.onNext(operation, Fault.reset());
    assertThat(failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CopyObject",
        "CreateMultipartUpload",
        "UploadPartCopy",
        "CompleteMultipartUpload"
      })
  void execute_emptyOrTruncatedAnswer_isNoProofOfACopy(String operation) {
    ObjectEvent event = operation.equals("CopyObject") ? putSmall("v1") : putLarge();
    s3.onNext(operation, Fault.empty200());
    assertThat(failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    if (!operation.equals("CreateMultipartUpload")) { // its upload id is lost with the answer
      s3.onNext(operation, Fault.truncated200());
      assertThat(failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    }
    assertThat(execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CopyObject", "CompleteMultipartUpload"})
  void execute_answerLostAfterTheCopy_isRetriedToTheSameEnd(String operation) {
    ObjectEvent event = operation.equals("CopyObject") ? putSmall("v1") : putLarge();
    s3.onNext(operation, Fault.lostAnswer());
    assertThat(failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_sourceOverwrittenBetweenParts_copiesOneStateOnly() {
    ObjectEvent event = putLarge();
    s3.onNext(
        "UploadPartCopy", Fault.after(() -> s3.putSynthetic("src", "k", LARGE + 1, Map.of())));
    CopyReceipt receipt = (CopyReceipt) execute(event);
    assertThat(receipt.bytes()).isEqualTo(LARGE + 1);
    assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_sourceDeletedBetweenParts_isSkipped() {
    ObjectEvent event = putLarge();
    s3.onNext(
        "UploadPartCopy",
        Fault.after(() -> s3.client().deleteObject(r -> r.bucket("src").key("k"))));
    assertThat(execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_GONE));
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void execute_sourceOverwrittenDuringASlowCopy_looksAgain() {
    options.recheckAfter(Duration.ofMillis(50));
    ObjectEvent event = putSmall("v1");
    s3.onNext(
        "CopyObject",
        Fault.after(
            () -> {
              putSmall("v2");
              pause(80);
            }));
    execute(event);
    assertThat(replica()).isEqualTo("v2");
  }

  @Test
  void execute_sourceThatChangesInEveryRound_isLeftToALaterEvent() {
    AtomicInteger version = new AtomicInteger();
    ObjectEvent event = putSmall("v");
    s3.always("CopyObject", Fault.first(() -> putSmall("v" + version.incrementAndGet())));
    assertThat(failure(event).reason()).isEqualTo(FailureReason.SOURCE_KEEPS_CHANGING);
    s3.clearFaults();
    execute(event);
    assertThat(replica()).isEqualTo("v" + version);
  }

  @Test
  void execute_conditionRefusedThoughItHolds_isAConflict() {
    ObjectEvent event = putSmall("v1");
    s3.onNext("CopyObject", Fault.error(412, "PreconditionFailed"));
    assertThat(failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
  }

  @Test
  void execute_neverOverwritesAndSomethingAppearsInMidCopy_keepsIt() {
    options.overwrite(false);
    ObjectEvent event = putLarge();
    s3.onNext("UploadPartCopy", Fault.after(() -> put("dst", "k", "mine")));
    assertThat(execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
    assertThat(replica()).isEqualTo("mine");
  }

  @Test
  void execute_uploadAbortedBySomebodyElse_startsOver() {
    ObjectEvent event = putLarge();
    s3.onNext("CompleteMultipartUpload", Fault.error(404, "NoSuchUpload"));
    assertThat(execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(s3.operations()).filteredOn("CreateMultipartUpload"::equals).hasSize(2);
  }

  @Test
  void execute_wrongAssembly_isRefusedByS3() {
    s3.putSynthetic("src", "k", LARGE, Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    s3.clearRequests();
    execute(head(LARGE));
    assertThat(s3.requests())
        .filteredOn(request -> request.operation().equals("CompleteMultipartUpload"))
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsKey("x-amz-checksum-crc64nvme")
                    .containsEntry("x-amz-checksum-type", "FULL_OBJECT")
                    .containsEntry("x-amz-mp-object-size", "" + LARGE));
    s3.onNext("CompleteMultipartUpload", Fault.error(400, "BadDigest"));
    assertThat(failure(head(LARGE)).reason()).isEqualTo(FailureReason.INTEGRITY);
  }

  @Test
  void execute_abortThatFails_doesNotHideTheFailure() {
    ObjectEvent event = putLarge();
    s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
    s3.onNext("AbortMultipartUpload", Fault.error(403, "AccessDenied"));
    assertThat(failure(event).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(s3.openUploads()).isEqualTo(1);
    s3.client()
        .listMultipartUploads(r -> r.bucket("dst"))
        .uploads()
        .forEach(
            upload ->
                s3.client()
                    .abortMultipartUpload(
                        r -> r.bucket("dst").key("k").uploadId(upload.uploadId())));
  }

  @Test
  void execute_sourceBucketMissingOnHead_isNotTakenForAMissingObject() {
    ObjectEvent event = event("k", null, null);
    CopyPlan plan = plan(event, "no-such-bucket");
    CopyException e =
        catchThrowableOfType(CopyException.class, () -> executor().execute(plan, Deadline.none()));
    assertThat(e.reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void execute_missingKeyWithoutListBucket_saysWhatIsAmbiguous() {
    s3.deny("*", "s3:ListBucket", "src");
    CopyException e = failure(event("missing", null, null));
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageContaining("s3:ListBucket");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_requesterPays_isSaidOnEveryCall(CopyPath path) {
    s3.bucket("src").requesterPays();
    s3.bucket("dst").requesterPays();
    options.requestPayer(true);
    ObjectEvent event = path == CopyPath.SINGLE ? paidSmall() : putLarge();
    s3.clearRequests();
    execute(event);
    assertThat(s3.requests())
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("x-amz-request-payer", "requester"));
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ownersGiven_areSentOnEveryCall(CopyPath path) {
    ObjectEvent event = path == CopyPath.SINGLE ? putSmall("v1") : putLarge();
    s3.clearRequests();
    executor().execute(plan(event, "src"), Deadline.none());
    assertThat(s3.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers())
                  .containsEntry("x-amz-expected-bucket-owner", "111111111111");
              if (request.headers().containsKey("x-amz-copy-source")) {
                assertThat(request.headers())
                    .containsEntry("x-amz-source-expected-bucket-owner", "111111111111");
              }
            });
  }

  @Test
  void execute_deadlineInMidCopy_endsInTimeAndAborts() {
    ObjectEvent event = putLarge();
    s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(400)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> executor().execute(plan(event, "src"), Deadline.after(Duration.ofMillis(700))));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(s3.operations()).doesNotContain("CompleteMultipartUpload");
  }

  @Test
  void execute_answerLaterThanTheDeadline_isNotEnoughTime() {
    ObjectEvent event = putSmall("v1");
    s3.onNext("CopyObject", Fault.delayAfter(Duration.ofSeconds(2)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> executor().execute(plan(event, "src"), Deadline.after(Duration.ofMillis(300))));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
  }

  @Test
  void execute_noTimeLeft_beginsNothing() {
    ObjectEvent event = putSmall("v1");
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> executor().execute(plan(event, "src"), Deadline.after(Duration.ZERO)));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(s3.operations()).isEmpty();
  }

  @Test
  void execute_interruptedInMidCopy_abortsAndKeepsTheFlag() {
    ObjectEvent event = putLarge();
    Thread caller = Thread.currentThread();
    s3.onNext("UploadPartCopy", Fault.first(caller::interrupt));
    s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(200)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class, () -> executor().execute(plan(event, "src"), Deadline.none()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.reason()).isEqualTo(FailureReason.INTERRUPTED);
  }

  @Test
  void execute_severalPartsAtOnce_abortsOnlyAfterTheLastHasEnded() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      concurrency = Concurrency.of(pool, 4);
      s3.putSynthetic("src", "k", 40 * MIB, Map.of());
      s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
      s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(100)));
      s3.clearRequests();
      assertThat(failure(head(40 * MIB)).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
      List<String> operations = s3.operations();
      assertThat(operations).filteredOn("UploadPartCopy"::equals).hasSizeBetween(1, 5);
      assertThat(operations.get(operations.size() - 1)).isEqualTo("AbortMultipartUpload");
    } finally {
      pool.shutdownNow();
    }
  }

  private CopyResult execute(ObjectEvent event) {
    return executor().execute(plan(event, "src"), Deadline.none());
  }

  private CopyException failure(ObjectEvent event) {
    CopyException e = catchThrowableOfType(CopyException.class, () -> execute(event));
    assertThat(e).as("the copy must fail").isNotNull();
    return e;
  }

  private S3CopyExecutor executor() {
    return S3CopyExecutor.builder(s3.client())
        .multipartThresholdBytes(5 * MIB)
        .partSizeBytes(5 * MIB)
        .concurrency(concurrency)
        .build();
  }

  private CopyPlan plan(ObjectEvent event, String sourceBucket) {
    Destination to = Destination.in("dst").expectedOwner("111111111111").build();
    CopyRule rule =
        CopyRule.named("r")
            .from(sourceBucket)
            .sourceOwner("111111111111")
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

  private ObjectEvent putSmall(String content) {
    ObjectEvent event = put("src", "k", content);
    s3.clearRequests();
    return event;
  }

  private ObjectEvent paidSmall() {
    String eTag =
        s3.client()
            .putObject(
                r -> r.bucket("src").key("k").requestPayer("requester"),
                RequestBody.fromString("v1"))
            .eTag();
    return event("k", 2L, Source.unquoted(eTag));
  }

  private ObjectEvent put(String bucket, String key, String content) {
    String eTag =
        s3.client()
            .putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content))
            .eTag();
    return event(key, (long) content.length(), Source.unquoted(eTag));
  }

  private ObjectEvent putLarge() {
    s3.putSynthetic("src", "k", LARGE, Map.of());
    s3.clearRequests();
    return head(LARGE);
  }

  /** An event that makes the executor look at the source for its eTag. */
  private static ObjectEvent head(long size) {
    return event("k", size, null);
  }

  private String replica() {
    return s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asUtf8String();
  }

  private static ObjectEvent event(String key, @Nullable Long size, @Nullable String eTag) {
    return new ObjectEvent(
        EventSource.EVENT_BRIDGE,
        EventKind.CREATED,
        "Object Created",
        "src",
        key,
        size,
        eTag,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
