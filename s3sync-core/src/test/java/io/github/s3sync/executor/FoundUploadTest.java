package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;

/** Checks that a found upload that cannot be completed never prevents a copy. */
@Timeout(60)
class FoundUploadTest {

  private static final Map<String, String> WHOLE_CHECKSUM =
      Map.of("x-amz-checksum-algorithm", "CRC64NVME", "x-amz-meta-state", "now");

  private final CopyFixture with = new CopyFixture();
  private final List<String> opened = new ArrayList<>();

  @BeforeEach
  void put() {
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, WHOLE_CHECKSUM);
  }

  @AfterEach
  void stop() {
    with.s3.clearFaults();
    // Uploads of other executions are never aborted.
    S3Client client = with.s3.client();
    client
        .listMultipartUploads(r -> r.bucket("dst"))
        .uploads()
        .forEach(
            upload ->
                client.abortMultipartUpload(
                    r -> r.bucket("dst").key("k").uploadId(upload.uploadId())));
    with.close();
  }

  @ParameterizedTest
  @CsvSource({
    "UploadPartCopy, 400, KMS.DisabledException",
    "UploadPartCopy, 403, AccessDenied",
    "UploadPartCopy, 404, NoSuchUpload",
    "CompleteMultipartUpload, 400, KMS.DisabledException",
    "CompleteMultipartUpload, 400, InvalidRequest",
    "CompleteMultipartUpload, 404, NoSuchUpload",
    "ListParts, 404, NoSuchUpload",
  })
  void execute_foundUploadsCannotBeCompleted_copiesWithANewOne(
      String operation, int status, String code) {
    open();
    open();
    with.s3.always(
        request -> request.operation().equals(operation) && isOfOpened(request),
        Fault.error(status, code));

    assertThat(with.execute(event())).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(with.s3.operations()).containsOnlyOnce("CreateMultipartUpload");
    assertThat(with.s3.openUploads()).as("those of others").isEqualTo(2);
  }

  @Test
  void execute_foundUploadFailsForAReasonThatMayPass_isLeftToALaterAttempt() {
    open();
    with.s3.always("CompleteMultipartUpload", Fault.error(409, "OperationAborted"));

    assertThat(with.failure(event()).reason()).isEqualTo(FailureReason.CONFLICT);

    assertThat(with.s3.operations()).doesNotContain("CreateMultipartUpload");
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied", "400, KMS.DisabledException"})
  void execute_environmentFailsAfterAPart_keepsThePartsForTheNextExecution(
      int status, String code) {
    with.s3.onNext("UploadPartCopy", Fault.first(() -> {}));
    with.s3.always("UploadPartCopy", Fault.error(status, code));

    assertThat(with.failure(event()).partsKept()).isOne();
    with.failure(event());
    with.failure(event());

    assertThat(with.s3.openUploads()).as("one for all executions").isOne();
    with.s3.clearFaults();
    with.s3.clearRequests();
    with.execute(event());
    assertThat(with.s3.operations())
        .doesNotContain("CreateMultipartUpload")
        .filteredOn("UploadPartCopy"::equals)
        .hasSize(2);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented",
    "400, InvalidArgument",
    "507, XMinioStorageFull",
    "403, InvalidObjectState"
  })
  void execute_ruleOrStoreHasToChange_keepsNothing(int status, String code) {
    with.s3.onNext("UploadPartCopy", Fault.first(() -> {}));
    with.s3.always("UploadPartCopy", Fault.error(status, code));

    assertThat(with.failure(event()).partsKept()).isZero();

    assertThat(with.s3.openUploads()).isZero();
  }

  @Test
  void execute_sourceChangesInTheFirstRound_partsOfTheNextRoundAreRetried() {
    with.s3.onNext(
        "UploadPartCopy",
        Fault.after(() -> with.s3.putSynthetic("src", "k", CopyFixture.LARGE + 1, WHOLE_CHECKSUM)));
    with.s3.onNext("UploadPartCopy", Fault.first(() -> {})); // 412
    with.s3.onNext("UploadPartCopy", Fault.error(503, "SlowDown"));

    CopyReceipt receipt = (CopyReceipt) with.execute(event());

    assertThat(receipt.bytes()).isEqualTo(CopyFixture.LARGE + 1);
    assertThat(with.s3.operations()).filteredOn("UploadPartCopy"::equals).hasSize(2 + 4);
  }

  @Test
  void execute_partsOfTheFoundUploadAreRefused_partsOfTheNewOneAreRetried() {
    open();
    with.s3.onNext("UploadPartCopy", Fault.error(400, "KMS.DisabledException"));
    with.s3.onNext("UploadPartCopy", Fault.error(503, "SlowDown"));

    assertThat(with.execute(event())).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.operations()).filteredOn("UploadPartCopy"::equals).hasSize(1 + 4);
  }

  /** Behaves like a store that ignores the marker. */
  @Test
  void execute_everyPageOfPartsIsTheFirst_ends() {
    open();
    ExecutionInterceptor firstPage =
        new ExecutionInterceptor() {
          @Override
          public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes a) {
            return context.response() instanceof ListPartsResponse page
                ? page.toBuilder().isTruncated(true).nextPartNumberMarker(1).build()
                : context.response();
          }
        };
    S3CopyExecutor executor =
        CopySeams.inParts(
                S3CopyExecutor.builder(with.s3.client("test", firstPage)), CopyFixture.PART)
            .build();

    CopyResult result =
        executor.execute(with.plan(event(), "src"), Deadline.after(Duration.ofSeconds(20)));

    assertThat(result).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations())
        .doesNotContain("CreateMultipartUpload")
        .filteredOn("ListParts"::equals)
        .hasSize(2);
  }

  private boolean isOfOpened(RecordedRequest request) {
    return opened.contains(request.query().get("uploadId"));
  }

  private ObjectEvent event() {
    return with.head(CopyFixture.LARGE);
  }

  /** Creates an upload with its first part, as another execution might have done. */
  private void open() {
    S3Client client = with.s3.client();
    CreateMultipartUploadRequest begin =
        CreateMultipartUploadRequest.builder()
            .bucket("dst")
            .key("k")
            .metadata(Map.of("state", "now"))
            .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
            .checksumType(ChecksumType.FULL_OBJECT)
            .build();
    String id = client.createMultipartUpload(begin).uploadId();
    client.uploadPartCopy(
        r ->
            r.sourceBucket("src")
                .sourceKey("k")
                .copySourceRange("bytes=0-" + (CopyFixture.PART - 1))
                .destinationBucket("dst")
                .destinationKey("k")
                .uploadId(id)
                .partNumber(1));
    opened.add(id);
    with.s3.clearRequests();
  }
}
