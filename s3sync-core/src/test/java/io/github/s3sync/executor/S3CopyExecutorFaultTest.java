package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.transfer.PartRetries;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the reaction of a copy when S3 rejects a request, fails, or does not answer. */
class S3CopyExecutorFaultTest {

  private static final int EVERY_ATTEMPT = PartRetries.MAX_ATTEMPTS;

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
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
    ObjectEvent small = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.error(status, code));
    assertThat(with.failure(small).reason()).isEqualTo(reason);
    ObjectEvent large = with.putLarge();
    with.s3.onNext("UploadPartCopy", EVERY_ATTEMPT, Fault.error(status, code));
    CopyException e = with.failure(large);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(code).hasMessageContaining("s3://dst/k");
    assertThat(with.s3.bucket("dst").keys()).isEmpty();
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
    ObjectEvent small = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.errorIn200(code));
    assertThat(with.failure(small).reason()).isEqualTo(reason);
    ObjectEvent large = with.putLarge();
    with.s3.onNext("UploadPartCopy", EVERY_ATTEMPT, Fault.errorIn200(code));
    assertThat(with.failure(large).reason()).isEqualTo(reason);
    with.s3.clearFaults();
    with.s3.onNext("CompleteMultipartUpload", EVERY_ATTEMPT, Fault.errorIn200(code));
    assertThat(with.failure(large).reason()).isEqualTo(reason);
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
    ObjectEvent event = operation.equals("CopyObject") ? with.putSmall("v1") : with.putLarge();
    with.s3.onNext(operation, attempts(operation), Fault.reset());
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
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
    with.asAmazonS3();
    ObjectEvent event = operation.equals("CopyObject") ? with.putSmall("v1") : with.putLarge();
    with.s3.onNext(operation, attempts(operation), Fault.empty200());
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    with.s3.clearRequests();
    if (operation.equals("CompleteMultipartUpload")) {
      // Carried out, so the upload is gone when the request is repeated.
      with.s3.onNext(operation, Fault.truncated200());
      assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
      assertThat(with.s3.operations()).filteredOn("CreateMultipartUpload"::equals).hasSize(2);
    } else if (!operation.equals("CreateMultipartUpload")) { // its upload id is lost
      with.s3.onNext(operation, attempts(operation), Fault.truncated200());
      assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    }
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void execute_emptyAnswerForTagsThatHeadCounts_isNoProofThatThereAreNone() {
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, Map.of("x-amz-tagging", "team=data"));
    ObjectEvent event = with.head(CopyFixture.LARGE);
    with.s3.onNext("GetObjectTagging", Fault.empty200());
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.bucket("dst").tags("k")).containsEntry("team", "data");
  }

  @Test
  void execute_answerLostAfterTheCopy_isRetriedToTheSameEnd() {
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.lostAnswer());
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  /** Without a checksum nothing shows that the assembled object equals the source. */
  @Test
  void execute_answerToCompleteLostAndNothingShowsThatTheReplicaIsEqual_copiesAgain() {
    with.asAmazonS3();
    ObjectEvent event = with.putLarge();
    with.s3.onNext("CompleteMultipartUpload", Fault.lostAnswer());
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations()).filteredOn("CreateMultipartUpload"::equals).hasSize(2);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  /** Returns the number of attempts: the executor itself retries parts and their completion. */
  private static int attempts(String operation) {
    return operation.equals("UploadPartCopy") || operation.equals("CompleteMultipartUpload")
        ? EVERY_ATTEMPT
        : 1;
  }

  @Test
  void execute_sourceOverwrittenBetweenParts_copiesOneStateOnly() {
    ObjectEvent event = with.putLarge();
    with.s3.onNext(
        "UploadPartCopy",
        Fault.after(() -> with.s3.putSynthetic("src", "k", CopyFixture.LARGE + 1, Map.of())));
    CopyReceipt receipt = (CopyReceipt) with.execute(event);
    assertThat(receipt.bytes()).isEqualTo(CopyFixture.LARGE + 1);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_sourceDeletedBetweenParts_isSkipped() {
    ObjectEvent event = with.putLarge();
    with.s3.onNext(
        "UploadPartCopy",
        Fault.after(() -> with.s3.client().deleteObject(r -> r.bucket("src").key("k"))));
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_GONE));
    assertThat(with.s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void execute_sourceOverwrittenDuringASlowCopy_looksAgain() {
    with.options.recheckAfter(Duration.ofMillis(50));
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext(
        "CopyObject",
        Fault.after(
            () -> {
              with.putSmall("v2");
              with.pass(Duration.ofMillis(80));
            }));
    with.execute(event);
    assertThat(with.replica()).isEqualTo("v2");
  }

  @Test
  void execute_sourceThatChangesInEveryRound_isLeftToALaterEvent() {
    AtomicInteger version = new AtomicInteger();
    ObjectEvent event = with.putSmall("v");
    with.s3.always("CopyObject", Fault.first(() -> with.putSmall("v" + version.incrementAndGet())));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.SOURCE_KEEPS_CHANGING);
    assertThat(version).hasValue(Convergence.MAX_ROUNDS);
    with.s3.clearFaults();
    with.execute(event);
    assertThat(with.replica()).isEqualTo("v" + version);
  }

  @Test
  void execute_abortThatFails_doesNotHideTheFailure() {
    ObjectEvent event = with.putLarge();
    with.s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
    with.s3.onNext("AbortMultipartUpload", Fault.error(403, "AccessDenied"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(with.s3.openUploads()).isEqualTo(1);
    with.s3
        .client()
        .listMultipartUploads(r -> r.bucket("dst"))
        .uploads()
        .forEach(
            upload ->
                with.s3
                    .client()
                    .abortMultipartUpload(
                        r -> r.bucket("dst").key("k").uploadId(upload.uploadId())));
  }

  @Test
  void execute_sourceBucketMissingOnHead_isNotTakenForAMissingObject() {
    ObjectEvent event = with.event("k", null, null);
    CopyPlan plan = with.plan(event, "no-such-bucket");
    CopyException e =
        catchThrowableOfType(
            CopyException.class, () -> with.executor().execute(plan, Deadline.none()));
    assertThat(e.reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void execute_missingKeyWithoutListBucket_saysWhatIsAmbiguous() {
    with.s3.deny("*", "s3:ListBucket", "src");
    CopyException e = with.failure(with.event("missing", null, null));
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageContaining("s3:ListBucket");
  }
}
