package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Checks multipart copies that reach their deadline, and the attempts that resume them. */
class S3CopyExecutorResumeTest {

  private int lastPartsKept;
  private static final Deadline ENOUGH = Deadline.after(Duration.ofHours(1));
  private static final Map<String, String> WHOLE_CHECKSUM =
      Map.of(
          "x-amz-checksum-algorithm",
          "CRC64NVME",
          "content-type",
          "text/csv",
          "x-amz-meta-state",
          "now",
          "x-amz-tagging",
          "a=1");

  private final CopyFixture with = new CopyFixture();
  private boolean ownerEnforced;

  @BeforeEach
  void put() {
    put(WHOLE_CHECKSUM);
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private void put(Map<String, String> headers) {
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, headers);
    with.s3.clearRequests();
  }

  @Test
  void execute_timeOverInMidCopy_theNextTryCopiesOnlyWhatIsMissing() {
    runOutOfTimeAfterAPart();
    assertThat(with.s3.openUploads()).isOne();
    with.s3.clearRequests();
    CopyReceipt receipt = (CopyReceipt) copy();
    assertThat(receipt.parts()).isEqualTo(3);
    assertThat(with.s3.operations())
        .containsExactly(
            "HeadObject",
            "HeadObject", // of the replica, which does not exist
            "GetObjectTagging",
            "ListMultipartUploads",
            "ListParts",
            "UploadPartCopy",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            // Lookups of the replica: for its size, then for its properties.
            "HeadObject",
            "HeadObject",
            "GetObjectTagging",
            "PutObjectAcl",
            "HeadObject");
    assertReplicaIsEqual();
  }

  @Test
  void execute_tooLateToComplete_theNextExecutionOnlyCompletes() {
    Deadline deadline = with.deadline(Duration.ofMinutes(1));
    Duration nearlyAll = Duration.ofMinutes(1).minusMillis(1);
    with.s3.onNext("UploadPartCopy", 2, Fault.after(() -> {}));
    with.s3.onNext("UploadPartCopy", Fault.after(() -> with.pass(nearlyAll)));

    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> with.executor().execute(with.plan(event(), "src"), deadline));

    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(e).hasMessageContaining("too little time is left to complete the upload");
    assertThat(e.partsKept()).isEqualTo(3);
    assertThat(with.s3.operations()).doesNotContain("CompleteMultipartUpload");
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations())
        .contains("CompleteMultipartUpload")
        .doesNotContain("UploadPartCopy");
    assertReplicaIsEqual();
  }

  @Test
  void execute_timeOverInMidCopy_saysHowManyPartsAreKept() {
    runOutOfTimeAfterAPart();
    assertThat(lastPartsKept).isOne();
    // Only those of the resumed execution, so that an execution without progress reports none.
    runOutOfTimeAfterAPart();
    assertThat(lastPartsKept).isOne();
    with.s3.onNext("ListParts", Fault.after(() -> with.pass(Duration.ofHours(1))));
    CopyException nothing =
        catchThrowableOfType(
            CopyException.class,
            () ->
                with.executor()
                    .execute(with.plan(event(), "src"), with.deadline(Duration.ofHours(1))));
    assertThat(nothing.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(nothing.partsKept()).isZero();
    copy();
  }

  @Test
  void execute_timeOverAgainAndAgain_endsAllTheSame() {
    runOutOfTimeAfterAPart();
    runOutOfTimeAfterAPart();
    assertThat(with.s3.openUploads()).isOne();
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations()).containsOnlyOnce("UploadPartCopy");
    assertReplicaIsEqual();
  }

  @Test
  void execute_sourceOverwrittenBetweenTheTries_copiesOneStateOnly() {
    runOutOfTimeAfterAPart();
    with.putBytes(new byte[CopyFixture.LARGE], "text/new");
    copy();
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(head().contentType()).isEqualTo("text/new");
    // An upload that is older than the source is left to the lifecycle rule: it may belong to
    // another writer.
    abortAll();
  }

  @Test
  void execute_partsOfAnotherObject_areRefusedByS3AndCopiedAnew() {
    with.s3.putSynthetic("src", "other", CopyFixture.LARGE + 1, Map.of());
    openWithFirstPartOf("other", "text/csv", CopyFixture.PART);
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations())
        .containsSubsequence(
            "ListParts",
            "CompleteMultipartUpload",
            "CreateMultipartUpload",
            "CompleteMultipartUpload");
    assertReplicaIsEqual();
    assertForeignUploadIsStillOpen();
  }

  /** The upload may belong to an active writer. */
  private void assertForeignUploadIsStillOpen() {
    assertThat(with.s3.operations()).doesNotContain("AbortMultipartUpload");
    assertThat(with.s3.openUploads()).isOne();
    abortAll();
  }

  @Test
  void execute_resumedUploadFailsForGood_isNotAborted() {
    openWithFirstPartOf("k", "text/csv", CopyFixture.PART);
    with.s3.clearRequests();
    with.s3.always("UploadPartCopy", Fault.error(403, "AccessDenied"));
    CopyException e = catchThrowableOfType(CopyException.class, this::copy);
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    // The upload of this execution, which was tried afterwards.
    assertThat(with.s3.operations()).containsOnlyOnce("AbortMultipartUpload");
    assertThat(with.s3.openUploads()).isOne();
    abortAll();
  }

  @Test
  void execute_partFailsForAWhile_isRetriedAlone() {
    with.s3.onNext("UploadPartCopy", 3, Fault.error(503, "SlowDown"));
    with.s3.onNext("UploadPartCopy", 1, Fault.error(500, "InternalError"));
    with.s3.onNext("CompleteMultipartUpload", 1, Fault.error(503, "SlowDown"));
    with.execute(event());
    assertThat(with.s3.operations()).filteredOn("UploadPartCopy"::equals).hasSize(3 + 4);
    assertReplicaIsEqual();
  }

  @Test
  void execute_partFailsForGood_isNotRetried() {
    with.s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
    assertThat(with.failure(event()).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(with.s3.operations()).containsOnlyOnce("UploadPartCopy");
  }

  @ParameterizedTest
  @CsvSource({
    "UploadPartCopy, 503, SlowDown",
    "UploadPartCopy, 500, InternalError",
    "UploadPartCopy, 400, ExpiredToken",
    "UploadPartCopy, 409, OperationAborted",
    "CompleteMultipartUpload, 503, SlowDown",
    "CompleteMultipartUpload, 400, InvalidPart"
  })
  void execute_failureThatMayPass_leavesTheUploadAndTheNextTryCopiesOnlyWhatIsMissing(
      String operation, int status, String code) {
    if (operation.equals("UploadPartCopy")) {
      with.s3.onNext(operation, Fault.first(() -> {}));
    }
    with.s3.always(operation, Fault.error(status, code));
    assertThat(with.failure(event()).reason().retryable()).isTrue();
    assertThat(with.s3.openUploads()).isOne();
    with.s3.clearFaults();
    with.s3.clearRequests();
    with.execute(event());
    assertThat(with.s3.operations())
        .doesNotContain("CreateMultipartUpload")
        .filteredOn("UploadPartCopy"::equals)
        .hasSize(operation.equals("UploadPartCopy") ? 2 : 0);
    assertReplicaIsEqual();
  }

  @Test
  void execute_stopSignalInMidCopy_leavesTheUploadAndTheNextTryCopiesOnlyWhatIsMissing() {
    StopSignal stop = new StopSignal();
    with.s3.onNext("UploadPartCopy", Fault.after(() -> stop.stopWithin(Duration.ZERO)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> with.executor().execute(with.plan(event(), "src"), Deadline.none().orStop(stop)));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(with.s3.operations()).containsOnlyOnce("UploadPartCopy");
    with.s3.clearRequests();
    with.execute(event());
    assertThat(with.s3.operations()).filteredOn("UploadPartCopy"::equals).hasSize(2);
    assertReplicaIsEqual();
  }

  @Test
  void execute_twoSourcesMayHaveOneReplica_leavesNothingAndLooksForNothing() {
    with.mapping = KeyMapper.template("{basename}{extension}");
    assertNothingIsLeftOrLookedFor();
  }

  @Test
  void execute_uploadBegunWithOtherProperties_isCopiedAnew() {
    openWithFirstPartOf("k", "text/old", CopyFixture.PART);
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations())
        .containsSubsequence(
            "ListParts",
            "CompleteMultipartUpload",
            "CreateMultipartUpload",
            "CompleteMultipartUpload");
    assertReplicaIsEqual();
  }

  @Test
  void execute_uploadBegunWithOtherTags_isCopiedAnew() {
    runOutOfTimeAfterAPart();
    with.s3
        .client()
        .putObjectTagging(
            r ->
                r.bucket("src")
                    .key("k")
                    .tagging(t -> t.tagSet(Tag.builder().key("a").value("2").build())));
    copy();
    assertReplicaIsEqual();
  }

  @Test
  void execute_bucketWithoutAcls_isResumedAllTheSame() {
    with.s3.bucket("dst").enforceOwner();
    ownerEnforced = true;
    runOutOfTimeAfterAPart();
    with.s3.onNext("PutObjectAcl", Fault.error(400, "AccessControlListNotSupported"));
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations())
        .contains("PutObjectAcl")
        .doesNotContain("CreateMultipartUpload");
    assertReplicaIsEqual();
  }

  @Test
  void execute_replicaCannotBeLookedAt_isCopiedAnew() {
    runOutOfTimeAfterAPart();
    with.s3.onNext("CompleteMultipartUpload", Fault.after(this::denyLookingAtTheReplica));
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations()).contains("CreateMultipartUpload");
    assertReplicaIsEqual();
  }

  private void denyLookingAtTheReplica() {
    // After the creation, after the tags, and for the comparison.
    with.s3.onNext("HeadObject", 3, Fault.error(403, "AccessDenied"));
  }

  @Test
  void execute_uploadCutOtherwise_isNotGoneOnWith() {
    openWithFirstPartOf("k", "text/csv", CopyFixture.PART + 1);
    with.s3.clearRequests();
    copy();
    assertThat(with.s3.operations()).contains("CreateMultipartUpload");
    assertReplicaIsEqual();
    abortAll();
  }

  @Test
  void execute_uploadGoneInTheMeantime_looksAgainAndCopiesAnew() {
    runOutOfTimeAfterAPart();
    with.s3.onNext("CompleteMultipartUpload", Fault.first(this::abortAll));
    copy();
    assertReplicaIsEqual();
  }

  @Test
  void execute_otherFailureThanTime_aborts() {
    with.s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
    CopyException e = catchThrowableOfType(CopyException.class, this::copy);
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(with.s3.openUploads()).isZero();
  }

  @Test
  void execute_sourceWithoutAChecksumOfTheWhole_leavesNothing() {
    put(Map.of());
    assertNothingIsLeftOrLookedFor();
  }

  @Test
  void execute_twoWayRule_leavesNothing() {
    with.options.twoWay(true);
    assertNothingIsLeftOrLookedFor();
  }

  @Test
  void execute_ruleThatNeverOverwrites_leavesNothing() {
    with.options.overwrite(false);
    assertNothingIsLeftOrLookedFor();
  }

  @Test
  void execute_notAllowedToListUploads_copiesAndLeavesNothing() {
    with.s3.always("ListMultipartUploads", Fault.error(403, "AccessDenied"));
    runOutOfTimeAfterAPart();
    assertThat(with.s3.openUploads()).isZero();
    copy();
    assertReplicaIsEqual();
  }

  @Test
  void execute_listingUploadsFails_isAFailure() {
    with.s3.always("ListMultipartUploads", Fault.error(403, "ExpiredToken"));
    CopyException e = catchThrowableOfType(CopyException.class, this::copy);
    assertThat(e.reason()).isEqualTo(FailureReason.CREDENTIALS);
  }

  private ObjectEvent event() {
    return with.head(CopyFixture.LARGE);
  }

  private CopyResult copy() {
    return with.executor().execute(with.plan(event(), "src"), ENOUGH);
  }

  /** Lets the first missing part take so long that no further part can be started. */
  private void runOutOfTimeAfterAPart() {
    with.s3.onNext("UploadPartCopy", Fault.after(() -> with.pass(Duration.ofMinutes(40))));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () ->
                with.executor()
                    .execute(with.plan(event(), "src"), with.deadline(Duration.ofHours(1))));
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    lastPartsKept = e.partsKept();
  }

  /** Creates an upload at the replica's key, as an earlier attempt might have done. */
  private void openWithFirstPartOf(String key, String contentType, long partBytes) {
    S3Client client = with.s3.client();
    CreateMultipartUploadRequest begin =
        CreateMultipartUploadRequest.builder()
            .bucket("dst")
            .key("k")
            .contentType(contentType)
            .metadata(Map.of("state", "now"))
            .tagging("a=1")
            .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
            .checksumType(ChecksumType.FULL_OBJECT)
            .build();
    String id = client.createMultipartUpload(begin).uploadId();
    client.uploadPartCopy(
        r ->
            r.sourceBucket("src")
                .sourceKey(key)
                .copySourceRange("bytes=0-" + (partBytes - 1))
                .destinationBucket("dst")
                .destinationKey("k")
                .uploadId(id)
                .partNumber(1));
  }

  private void abortAll() {
    S3Client client = with.s3.client();
    client
        .listMultipartUploads(r -> r.bucket("dst"))
        .uploads()
        .forEach(
            upload ->
                client.abortMultipartUpload(
                    r -> r.bucket("dst").key(upload.key()).uploadId(upload.uploadId())));
  }

  private HeadObjectResponse head() {
    return with.s3.client().headObject(r -> r.bucket("dst").key("k"));
  }

  private void assertNothingIsLeftOrLookedFor() {
    runOutOfTimeAfterAPart();
    assertThat(with.s3.openUploads()).isZero();
    assertThat(with.s3.operations()).doesNotContain("ListMultipartUploads");
  }

  private void assertReplicaIsEqual() {
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(head().contentType()).isEqualTo("text/csv");
    assertThat(head().metadata()).isEqualTo(Map.of("state", "now"));
    if (!ownerEnforced) {
      assertThat(with.s3.bucket("dst").acl("k")).isEqualTo("bucket-owner-full-control");
    }
    assertThat(with.s3.bucket("dst").tags("k")).isEqualTo(with.s3.bucket("src").tags("k"));
  }
}
