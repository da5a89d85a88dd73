package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Checks copies that are skipped because an equal replica exists. */
class PresentReplicaTest {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "x-amz-checksum-algorithm", "CRC64NVME",
          "content-type", "text/csv",
          "x-amz-meta-state", "now",
          "x-amz-tagging", "a=1");

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put() {
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, PROPERTIES);
    with.s3.clearRequests();
    return with.head(CopyFixture.LARGE);
  }

  private ObjectEvent copied() {
    ObjectEvent event = put();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    with.s3.clearRequests();
    return event;
  }

  private void assertSkipped(ObjectEvent event, SkipReason reason) {
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class, result -> assertThat(result.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @EnumSource(TransferMode.class)
  void execute_sameEventTwice_theSecondCostsALook(TransferMode transfer) {
    with.options.transfer(transfer);
    ObjectEvent event = copied();
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations())
        .containsExactly(
            "HeadObject", "HeadObject", "GetObjectTagging", "GetObjectTagging", "PutObjectAcl");
  }

  /** Another process deletes one of the objects between two lookups. */
  @Test
  void execute_tagsOfADeletedObjectAreRead_isCopied() {
    ObjectEvent event = copied();
    with.s3.onNext("GetObjectTagging", Fault.error(404, "NoSuchKey"));
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void execute_ruleGivesNoAcl_none() {
    with.options.acl(null);
    assertSkipped(copied(), SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations()).doesNotContain("PutObjectAcl");
  }

  static Stream<Consumer<CopyObjectRequest.Builder>> otherReplicas() {
    return Stream.of(
        r -> r.contentType("text/plain"),
        r -> r.metadata(Map.of("state", "before")),
        r -> r.tagging("a=2"),
        r -> r.tagging(""),
        r -> r.websiteRedirectLocation("/elsewhere"),
        r -> r.sourceKey("other"));
  }

  /**
   * The existing object has the source's content, or at least its size, but differs in other
   * properties.
   */
  @ParameterizedTest
  @MethodSource("otherReplicas")
  void execute_replicaDiffers_isCopied(Consumer<CopyObjectRequest.Builder> difference) {
    ObjectEvent event = put();
    with.s3.putSynthetic("src", "other", CopyFixture.LARGE, PROPERTIES);
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket("src")
            .sourceKey("k")
            .destinationBucket("dst")
            .destinationKey("k")
            .metadataDirective(MetadataDirective.REPLACE)
            .taggingDirective(TaggingDirective.REPLACE)
            .contentType("text/csv")
            .metadata(Map.of("state", "now"))
            .tagging("a=1");
    with.s3.client().copyObject(request.build());
    assertSkipped(event, SkipReason.ALREADY_CURRENT);

    difference.accept(request);
    with.s3.client().copyObject(request.build());
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
  }

  static Stream<Consumer<CopyOptionsBuilder>> otherRules() {
    return Stream.of(
        options -> options.storageClass("STANDARD_IA"),
        options -> options.encryption(Encryption.kms("arn:aws:kms:::key/1")),
        options ->
            options.encryption(
                Encryption.builder("aws:kms")
                    .kmsKeyId("arn:aws:kms:::key/1")
                    .bucketKey(true)
                    .build()));
  }

  @ParameterizedTest
  @MethodSource("otherRules")
  void execute_ruleSetsWhatTheReplicaHasNot_isCopied(Consumer<CopyOptionsBuilder> rule) {
    ObjectEvent event = copied();
    rule.accept(with.options);
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  static Stream<ObjectLock> otherLocks() {
    Duration day = Duration.ofDays(1);
    return Stream.of(
        ObjectLock.governance(day.multipliedBy(2)),
        ObjectLock.compliance(day),
        ObjectLock.governance(day).toBuilder().legalHold(true).build(),
        ObjectLock.builder().legalHold(true).build());
  }

  @ParameterizedTest
  @MethodSource("otherLocks")
  void execute_ruleLocksMore_isCopied(ObjectLock more) {
    with.options.objectLock(ObjectLock.governance(Duration.ofDays(1)));
    ObjectEvent event = copied();
    assertSkipped(event, SkipReason.ALREADY_CURRENT);

    with.options.objectLock(more);
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
  }

  @ParameterizedTest
  @EnumSource(TransferMode.class)
  void execute_neverOverwritesAndSomethingIsThere_copiesNoPart(TransferMode transfer) {
    with.options.overwrite(false).transfer(transfer);
    ObjectEvent event = put();
    with.put("dst", "k", "mine");
    with.s3.clearRequests();
    assertSkipped(event, SkipReason.DESTINATION_EXISTS);
    assertThat(with.s3.operations()).containsExactly("HeadObject", "HeadObject");
    assertThat(with.replica()).isEqualTo("mine");
  }

  @Test
  void execute_replicaMayNotBeLookedAt_isCopied() {
    with.s3.deny("test", "s3:GetObject", "dst");
    assertThat(with.execute(put())).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_tagsOfTheReplicaMayNotBeRead_isCopied() {
    ObjectEvent event = copied();
    with.s3.deny("test", "s3:GetObjectTagging", "dst");
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void execute_answerToCompleteIsLost_findsTheReplica() {
    with.asAmazonS3();
    ObjectEvent event = put();
    with.s3.onNext("CompleteMultipartUpload", Fault.lostAnswer());
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations()).containsOnlyOnce("CreateMultipartUpload");
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_anotherProcessCompletesTheUpload_copiesNoPartTwice() {
    with.asAmazonS3();
    ObjectEvent event = put();
    with.s3.onNext("CompleteMultipartUpload", Fault.first(() -> with.execute(event)));
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations())
        .containsOnlyOnce("CreateMultipartUpload")
        .filteredOn("UploadPartCopy"::equals)
        .hasSize(3);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_smallObjectWithSkipEqual_isCopiedOnlyIfItDiffers() {
    with.options.skipEqual(true);
    ObjectEvent event = with.putSmall("v1");
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    with.s3.clearRequests();
    assertSkipped(event, SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations()).doesNotContain("CopyObject");
    with.put("dst", "k", "v2");
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_smallObject_isOneRequest() {
    with.asAmazonS3();
    ObjectEvent event = with.putSmall("v1");
    with.execute(event);
    with.execute(event);
    assertThat(with.s3.operations()).containsExactly("CopyObject", "CopyObject");
  }

  @Test
  void execute_lookFails_isAFailure() {
    ObjectEvent event = put();
    with.s3.onNext("HeadObject", Fault.first(() -> {}));
    with.s3.onNext("HeadObject", Fault.error(503, "SlowDown"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
  }

  @Test
  void execute_storeCopiesLessInOneRequest_copiesInParts() {
    ObjectEvent event = put();
    with.s3.copyLimitBytes(CopyFixture.PART + 1);
    S3CopyExecutorBuilder builder =
        CopySeams.withoutPauses(S3CopyExecutor.builder(with.s3.client()));
    builder.partSizeBytes = CopyFixture.PART;
    S3CopyExecutor executor = builder.build();
    CopyResult result = executor.execute(with.plan(event, "src"), Deadline.none());
    assertThat(((CopyReceipt) result).parts()).isEqualTo(3);
    assertThat(with.s3.operations()).containsOnlyOnce("CopyObject");
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }
}
