package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Source;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RedirectedS3Client;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** Checks the requests of a copy, and its reaction to concurrent changes. */
class S3CopyExecutorChangeTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  @Test
  void execute_smallObject_isOneRequest() {
    with.asAmazonS3();
    ObjectEvent event = with.putSmall("v1");
    CopyReceipt receipt = (CopyReceipt) with.execute(event);
    assertThat(with.s3.operations()).containsExactly("CopyObject");
    assertThat(receipt.requests()).isEqualTo(1);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_emptyObject_isCopied() {
    with.execute(with.putSmall(""));
    assertThat(with.replica()).isEmpty();
  }

  @Test
  void execute_largeObject_isCopiedInParts() {
    CopyReceipt receipt = (CopyReceipt) with.execute(with.putLarge());
    assertThat(with.s3.operations())
        .containsExactly(
            "HeadObject",
            "HeadObject", // of the replica
            "GetObjectTagging",
            "CreateMultipartUpload",
            "UploadPartCopy",
            "UploadPartCopy",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            // Of the replica, in a store other than S3, and of the source.
            "HeadObject",
            "HeadObject");
    assertThat(receipt.requests()).isEqualTo(10);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_terabytes_areCopiedInPartsOfFiveGibibytes() {
    long part = 5L * 1024 * 1024 * 1024;
    with.s3.putSynthetic("src", "k", 200 * part + 1, Map.of());
    CopyExecutor executor = S3CopyExecutor.builder(with.s3.client()).partSizeBytes(part).build();
    CopyResult result =
        executor.execute(with.plan(with.head(200 * part + 1), "src"), Deadline.none());
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyReceipt.class, receipt -> assertThat(receipt.parts()).isEqualTo(201));
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_eventThatUnderstatesTheSize_isCopiedInPartsAllTheSame() {
    with.s3.copyLimitBytes(CopyFixture.PART + 1);
    ObjectEvent event = with.putLarge();
    CopyReceipt receipt = (CopyReceipt) with.execute(with.event("k", 10L, event.eTag()));
    assertThat(receipt.parts()).isEqualTo(3);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "none, true",
    "none, false",
    "enabled, true",
    "enabled, false",
    "suspended, true",
    "suspended, false",
    "suspended later, true",
    "suspended later, false"
  })
  void execute_sameContentPutAgainDuringACopyThatLooksAgain_getsItsProperties(
      String versioning, boolean lookedUp) {
    with.options.recheckAfter(Duration.ZERO);
    version("src", versioning);
    byte[] content = {1, 2, 3};
    with.putBytes(content, "text/old");
    String eTag = with.s3.client().headObject(r -> r.bucket("src").key("k")).eTag();
    ObjectEvent event =
        lookedUp ? with.head(content.length) : with.event("k", 3L, Source.unquoted(eTag));
    with.s3.onNext("CopyObject", Fault.after(() -> with.putBytes(content, "text/new")));
    with.execute(event);

    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).contentType())
        .isEqualTo("text/new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "suspended", "suspended later"})
  void execute_destinationWithoutVersions_receiptNamesNone(String versioning) {
    with.putSmall("v0");
    version("dst", versioning);

    assertThat(((CopyReceipt) with.execute(with.putSmall("v1"))).versionId()).isNull();
    with.deleteSource();
    assertThat(((DeleteReceipt) with.execute(with.removed())).versionId()).isNull();
    assertThat(with.hasReplica()).isFalse();
  }

  private void version(String bucket, String versioning) {
    if (versioning.equals("enabled") || versioning.equals("suspended later")) {
      with.s3.enableVersioning(bucket);
    }
    if (versioning.startsWith("suspended")) {
      with.put(bucket, "k", "before");
      with.s3.bucket(bucket).suspendVersioning();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requests_ofACopyThatLooksAgain_areThoseThatAreMade(boolean versions) {
    with.asAmazonS3();
    with.options.recheckAfter(Duration.ZERO);
    if (versions) {
      with.s3.enableVersioning("src");
    }
    ObjectEvent event = with.putSmall("v1");
    with.execute(event);

    List<String> without = List.of("CopyObject", "HeadObject", "HeadObject");
    assertThat(with.s3.operations()).isEqualTo(versions ? without.subList(0, 2) : without);
    assertThat(with.executor().requests(with.plan(event, "src"))).isEqualTo(without);
  }

  @Test
  void execute_replicaMayNotBeLookedAt_isCopiedAllTheSame() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.deny("*", "s3:GetObject", "dst");
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    with.s3.clearDenials();
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_storeThatChangesProperties_isNotAskedForEver() {
    with.asAmazonS3();
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.always(
        "CopyObject",
        Fault.after(
            () ->
                with.s3
                    .client()
                    .putObject(
                        r -> r.bucket("dst").key("k").contentType("text/its-own"),
                        RequestBody.fromString("v1"))));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations().stream().filter("CopyObject"::equals)).hasSize(2);
  }

  @Test
  void execute_conditionRefusedThoughItHolds_isAConflict() {
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.error(412, "PreconditionFailed"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
  }

  @Test
  void execute_neverOverwritesAndSomethingAppearsInMidCopy_keepsIt() {
    with.options.overwrite(false);
    ObjectEvent event = with.putLarge();
    with.s3.onNext("UploadPartCopy", Fault.after(() -> with.put("dst", "k", "mine")));
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
    assertThat(with.replica()).isEqualTo("mine");
  }

  @Test
  void execute_uploadAbortedBySomebodyElse_startsOver() {
    ObjectEvent event = with.putLarge();
    with.s3.onNext("CompleteMultipartUpload", Fault.error(404, "NoSuchUpload"));
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations()).filteredOn("CreateMultipartUpload"::equals).hasSize(2);
  }

  /** The oldest supported SDK does not know the header, which is sent all the same. */
  @Test
  void execute_copyInOneRequestInS3_sendsTheHeaderAgainstAnnotations() {
    String header = "x-amz-object-annotation-directive";
    assertThat(CopyObjectRequest.builder().build().sdkFields())
        .filteredOn(field -> field.memberName().equals("AnnotationDirective"))
        .allSatisfy(field -> assertThat(field.locationName()).isEqualTo(header));
    with.s3.putSynthetic("src", "k", 1_000, Map.of());
    with.s3.clearRequests();
    S3Client aws = RedirectedS3Client.create(with.s3.endpoint(), "test");
    S3CopyExecutor.builder(aws)
        .build()
        .execute(with.plan(with.head(1_000), "src"), Deadline.none());
    aws.close();
    assertThat(with.s3.requests())
        .filteredOn(request -> request.operation().equals("CopyObject"))
        .hasSize(1)
        .allSatisfy(request -> assertThat(request.headers()).containsEntry(header, "EXCLUDE"));
  }

  @Test
  void execute_wrongAssembly_isRefusedByS3() {
    with.s3.putSynthetic(
        "src", "k", CopyFixture.LARGE, Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    with.s3.clearRequests();
    S3Client aws = RedirectedS3Client.create(with.s3.endpoint(), "test");
    CopySeams.inParts(S3CopyExecutor.builder(aws), CopyFixture.PART)
        .build()
        .execute(with.plan(with.head(CopyFixture.LARGE), "src"), Deadline.none());
    aws.close();
    assertThat(with.s3.operations())
        .as("S3 itself is told the size, and not looked at for it")
        .endsWith("UploadPartCopy", "CompleteMultipartUpload", "HeadObject");
    assertThat(with.s3.requests())
        .filteredOn(request -> request.operation().equals("CompleteMultipartUpload"))
        .hasSize(1)
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsKey("x-amz-checksum-crc64nvme")
                    .containsEntry("x-amz-checksum-type", "FULL_OBJECT")
                    .containsEntry("x-amz-mp-object-size", "" + CopyFixture.LARGE));
    with.s3.client().deleteObject(r -> r.bucket("dst").key("k"));
    with.s3.onNext("CompleteMultipartUpload", Fault.error(400, "BadDigest"));
    assertThat(with.failure(with.head(CopyFixture.LARGE)).reason())
        .isEqualTo(FailureReason.INTEGRITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NoSuchKey", "NotFound"})
  void execute_answer404ThoughTheSourceIsThere_isNotTakenForGone(String code) {
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.error(404, code));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
    with.execute(event);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_sameBytesPutAgainWithOtherProperties_areLookedAtAgain() {
    byte[] content = new byte[CopyFixture.LARGE];
    with.putBytes(content, "text/old");
    with.s3.onNext(
        "UploadPartCopy",
        Fault.after(
            () -> {
              with.pause(1_100); // Last-Modified counts in seconds
              with.putBytes(content, "text/new");
            }));
    with.execute(with.head(CopyFixture.LARGE));
    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).contentType())
        .isEqualTo("text/new");
  }

  /** The copied version is deleted before the re-check, which finds the version of the event. */
  @Test
  void execute_anotherVersionWasCopiedAndIsGone_isCopiedAgain() {
    with.asAmazonS3();
    with.options.recheckAfter(Duration.ZERO);
    with.s3.enableVersioning("src");
    byte[] content = new byte[10];
    with.putBytes(content, "text/old");
    String eTag = with.s3.client().headObject(r -> r.bucket("src").key("k")).eTag();
    ObjectEvent event = with.event("k", (long) content.length, Source.unquoted(eTag));
    with.s3.onNext("CopyObject", Fault.first(() -> with.putBytes(content, "text/new")));
    with.s3.onNext("HeadObject", Fault.first(this::deleteNewestVersionOfTheSource));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).contentType())
        .isEqualTo("text/old");
  }

  private void deleteNewestVersionOfTheSource() {
    S3Client client = with.s3.client();
    String newest = client.headObject(r -> r.bucket("src").key("k")).versionId();
    client.deleteObject(r -> r.bucket("src").key("k").versionId(newest));
  }

  @Test
  void execute_uploadGoneTwice_isAConflict() {
    ObjectEvent event = with.putLarge();
    with.s3.onNext("CompleteMultipartUpload", 2, Fault.error(404, "NoSuchUpload"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HeadObject", "HeadBucket"})
  void execute_condition412OnHead_isNotTakenForGone(String operation) {
    ObjectEvent event = with.putLarge();
    if (operation.equals("HeadBucket")) {
      with.s3.client().deleteObject(r -> r.bucket("src").key("k"));
    }
    with.s3.onNext(operation, Fault.error(412, "PreconditionFailed"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
  }

  @Test
  void requests_ofAPlan_areThoseThatAreMade() {
    with.asAmazonS3();
    ObjectEvent small = with.putSmall("v1");
    with.execute(small);
    assertThat(with.executor().requests(with.plan(small, "src"))).isEqualTo(with.s3.operations());
    // As S3 stores objects today: with a full checksum.
    with.s3.putSynthetic(
        "src", "k", CopyFixture.LARGE, Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    with.s3.clearRequests();
    ObjectEvent large = with.head(CopyFixture.LARGE);
    with.execute(large);
    assertThat(with.executor().requests(with.plan(large, "src"))).isEqualTo(with.s3.operations());
  }
}
