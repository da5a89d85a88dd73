package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Stores whose answers do not identify the replica, or that do not show all of it: a copy neither
 * ends as copied without its properties, nor fails for good, nor is repeated for ever.
 */
class VerifiedCopyIdentityTest {

  private static final String HEAD = "HeadObject";
  private static final Tag TAG = Tag.builder().key("team").value("x").build();
  private static final Duration DAY = Duration.ofDays(1);

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put(CopyPath path) {
    return put(path, path.content());
  }

  private ObjectEvent put(CopyPath path, byte[] content) {
    with.options.transfer(path.transfer());
    with.s3.client().putObject(r -> r.bucket("src").key("k"), RequestBody.fromBytes(content));
    with.s3.clearRequests();
    return with.head(content.length);
  }

  private void tagSource() {
    with.s3
        .client()
        .putObjectTagging(
            r -> r.bucket("src").key("k").tagging(Tagging.builder().tagSet(TAG).build()));
  }

  private HeadObjectResponse replica() {
    return with.s3.client().headObject(r -> r.bucket("dst").key("k"));
  }

  private static boolean isLookup(RecordedRequest request) {
    return request.operation().equals(HEAD) && request.bucket().equals("dst");
  }

  /** As a gateway that answers with the tag of what it received, and shows that of its backend. */
  private void answerCreationsWithOtherETags() {
    with.s3.answerHeader("PutObject", "etag", "\"0123456789abcdef0123456789abcdef\"");
    for (String operation : List.of("CopyObject", "CompleteMultipartUpload")) {
      with.s3.answerBody(
          operation, body -> body.replaceAll("<ETag>.*</ETag>", "<ETag>\"of-another\"</ETag>"));
    }
  }

  private void ignoreTags() {
    List.of("CreateMultipartUpload", "PutObject")
        .forEach(operation -> with.s3.ignoreHeader(operation, "x-amz-tagging"));
    with.s3.changeHeaders(
        "CopyObject",
        headers -> {
          headers.put("x-amz-tagging-directive", "REPLACE");
          return headers;
        });
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_storeShowsOtherETagsThanItAnswers_setsTheTags(CopyPath path) {
    ObjectEvent event = put(path);
    tagSource();
    answerCreationsWithOtherETags();
    ignoreTags();

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.bucket("dst").tags("k")).isEqualTo(Map.of("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_versionedStoreShowsOtherETagsThanItAnswers_copiesOnce(CopyPath path) {
    with.s3.enableVersioning("dst");
    with.s3.deny("*", "s3:PutObjectVersionTagging", "dst");
    ObjectEvent event = put(path);
    tagSource();
    answerCreationsWithOtherETags();
    ignoreTags();

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.bucket("dst").tags("k")).isEqualTo(Map.of("team", "x"));
    assertThat(with.s3.client().listObjectVersions(r -> r.bucket("dst")).versions()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_storeShowsOtherETagsThanItAnswers_verifiesTheLock(CopyPath path) {
    with.options.objectLock(ObjectLock.builder().mode("GOVERNANCE").retention(DAY).build());
    ObjectEvent event = put(path);
    answerCreationsWithOtherETags();
    ignoreLocks();
    with.s3.always("PutObjectRetention", Fault.empty200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
  }

  /** As Ceph does, but with a size that differs because it ignores the ranges of parts. */
  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_neverOverwritesAndTheWrongReplicaHasNoETag_isDeleted(CopyPath path) {
    with.options.overwrite(false).storageClass("STANDARD_IA");
    ObjectEvent event = put(path);
    with.s3.ignoreHeader("CreateMultipartUpload", "x-amz-storage-class");
    with.s3.ignoreHeader("UploadPartCopy", "x-amz-copy-source-range");
    hideChecksumsOfTheSource();
    answerCompleteWithoutETag();

    assertThat(with.failure(event)).hasMessageContaining("; it was deleted");

    assertThat(with.hasReplica()).isFalse();
  }

  /** Otherwise the store itself refuses an assembly that is wrong. */
  private void hideChecksumsOfTheSource() {
    List.of("crc32", "crc32c", "crc64nvme", "sha256")
        .forEach(name -> with.s3.answerHeader(HEAD, "src", "x-amz-checksum-" + name, null));
  }

  private void answerCompleteWithoutETag() {
    with.s3.answerBody(
        "CompleteMultipartUpload", body -> body.replaceAll("<ETag>.*</ETag>", "<ETag></ETag>"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_neverOverwritesAndAnotherWriterReplacesTheReplica_isNotDeleted(CopyPath path) {
    with.options.overwrite(false).storageClass("STANDARD_IA");
    ObjectEvent event = put(path);
    byte[] others = path.content();
    others[0]++;
    with.s3.onNext(
        "CompleteMultipartUpload",
        Fault.after(
            () ->
                with.s3
                    .client()
                    .putObject(r -> r.bucket("dst").key("k"), RequestBody.fromBytes(others))));
    answerCompleteWithoutETag();

    with.execute(event);

    assertThat(with.s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asByteArray())
        .isEqualTo(others);
  }

  /** As Ceph does: the parts that follow are those of the new state. */
  @ParameterizedTest
  @CsvSource({"true, true", "false, true", "true, false", "false, false"})
  void execute_sourceChangesBetweenPartsOfAStoreThatIgnoresIt_isOneState(
      boolean overwrite, boolean verify) {
    with.options.overwrite(overwrite).verify(verify);
    ObjectEvent event = put(CopyPath.MULTIPART);
    with.s3.ignoreHeader("UploadPartCopy", "x-amz-copy-source-if-match");
    hideChecksumsOfTheSource();
    byte[] newer = CopyPath.MULTIPART.content();
    newer[0]++;
    newer[newer.length - 1]++;
    with.s3.onNext("UploadPartCopy", Fault.after(() -> put(CopyPath.MULTIPART, newer)));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asByteArray())
        .isEqualTo(newer);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_neverOverwritesAndTheStoreShowsTheReplicaLate_isCopied(CopyPath path) {
    with.options.overwrite(false);
    ObjectEvent event = put(path);
    String creation =
        path.parts() > 0
            ? "CompleteMultipartUpload"
            : path == CopyPath.SINGLE ? "CopyObject" : "PutObject";
    with.s3.onNext(
        creation, Fault.after(() -> with.s3.onNext(HEAD, 2, Fault.error(404, "NoSuchKey"))));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.operations()).containsOnlyOnce(creation);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_checksumsMayNotBeRead_areNotADifference(CopyPath path) {
    with.options.checksumAlgorithm("SHA256");
    ObjectEvent event = put(path);
    with.s3.always(
        r -> isLookup(r) && r.headers().containsKey("x-amz-checksum-mode"),
        Fault.error(403, "AccessDenied"));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  private void ignoreLocks() {
    List.of("CopyObject", "CreateMultipartUpload", "PutObject")
        .forEach(
            operation ->
                List.of("mode", "retain-until-date", "legal-hold")
                    .forEach(name -> with.s3.ignoreHeader(operation, "x-amz-object-lock-" + name)));
  }

  private void lock() {
    with.options.objectLock(
        ObjectLock.builder().mode("GOVERNANCE").retention(DAY).legalHold(true).build());
  }

  private void hideLocks() {
    List.of("mode", "retain-until-date", "legal-hold")
        .forEach(name -> with.s3.answerHeader(HEAD, "x-amz-object-lock-" + name, null));
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE, true",
    "MULTIPART, true",
    "STREAMED, true",
    "STREAMED_MULTIPART, true",
    "SINGLE, false"
  })
  void execute_lockIsNotShownByHead_isRead(CopyPath path, boolean ignored) {
    lock();
    ObjectEvent event = put(path);
    hideLocks();
    if (ignored) {
      ignoreLocks();
    }

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    with.s3.clearFaults();
    assertThat(replica().objectLockModeAsString()).isEqualTo("GOVERNANCE");
    assertThat(replica().objectLockLegalHoldStatusAsString()).isEqualTo("ON");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_lockMayNotBeRead_isSet(CopyPath path) {
    lock();
    ObjectEvent event = put(path);
    ignoreLocks();
    with.s3.deny("*", "s3:GetObjectRetention", "dst");
    with.s3.deny("*", "s3:GetObjectLegalHold", "dst");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    with.s3.clearDenials();
    assertThat(replica().objectLockModeAsString()).isEqualTo("GOVERNANCE");
    assertThat(replica().objectLockLegalHoldStatusAsString()).isEqualTo("ON");
  }

  @Test
  void execute_lockIsNotShownByHeadAndNotSet_fails() {
    lock();
    ObjectEvent event = put(CopyPath.SINGLE);
    hideLocks();
    ignoreLocks();
    with.s3.always("PutObjectRetention", Fault.empty200());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({"STANDARD, false", "STANDARD_IA, true", ", false"})
  void execute_ruleWithoutAStorageClass_namesOneOnlyForSourcesOfAnother(
      String storageClass, boolean named) {
    ObjectEvent event = put(CopyPath.SINGLE);
    with.s3.answerHeader(HEAD, "x-amz-storage-class", storageClass);
    // The replica is then looked up as the store made it.
    with.s3.onNext(
        "CopyObject", Fault.first(() -> with.s3.answerHeader(HEAD, "x-amz-storage-class", null)));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    RecordedRequest copy =
        with.s3.requests().stream()
            .filter(r -> r.operation().equals("CopyObject"))
            .findFirst()
            .orElseThrow();
    assertThat(copy.headers().containsKey("x-amz-storage-class")).isEqualTo(named);
  }

  /** Another writer replaces the replica right after its creation, by an object of its size. */
  private void replaceOnceCreated(CopyPath path, byte[] others) {
    with.options.verify(false);
    tagSource();
    ignoreTags();
    with.s3.onNext(
        path.parts() > 0 ? "CompleteMultipartUpload" : "PutObject",
        Fault.after(
            () ->
                with.s3
                    .client()
                    .putObject(r -> r.bucket("dst").key("k"), RequestBody.fromBytes(others))));
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED", "STREAMED_MULTIPART"})
  void execute_unversionedReplicaIsReplacedBeforeItsTagsAreSet_isCopiedAgain(CopyPath path) {
    ObjectEvent event = put(path);
    replaceOnceCreated(path, new byte[path.content().length]);

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(with.s3.bucket("dst").tags("k")).isEqualTo(Map.of("team", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "MULTIPART, false",
    "STREAMED, false",
    "STREAMED_MULTIPART, false",
    // The other version even has the eTag of the replica.
    "STREAMED, true"
  })
  void execute_anotherVersionIsCreatedBeforeTheTagsAreSet_keepsItsTags(
      CopyPath path, boolean sameContent) {
    with.s3.enableVersioning("dst");
    ObjectEvent event = put(path);
    replaceOnceCreated(path, sameContent ? path.content() : new byte[path.content().length]);

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.bucket("dst").tags("k")).isEmpty();
  }
}
