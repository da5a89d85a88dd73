package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Checks copies to other stores than S3 with lost answers, and with objects that change meanwhile.
 */
class VerifiedCopyRaceTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put(CopyPath path, Consumer<PutObjectRequest.Builder> properties) {
    with.options.transfer(path.transfer());
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket("src").key("k");
    properties.accept(request);
    with.s3.client().putObject(request.build(), RequestBody.fromBytes(path.content()));
    with.s3.clearRequests();
    return with.head(path.content().length);
  }

  private HeadObjectResponse replica() {
    return with.s3.client().headObject(r -> r.bucket("dst").key("k"));
  }

  private List<Tag> replicaTags() {
    return with.s3.client().getObjectTagging(r -> r.bucket("dst").key("k")).tagSet();
  }

  private static Tag tag(String value) {
    return Tag.builder().key("team").value(value).build();
  }

  @ParameterizedTest
  @CsvSource({"MULTIPART, true", "MULTIPART, false", "STREAMED_MULTIPART, true"})
  void execute_completionIsLostAndAnEarlierReplicaHasTheContent_isNotTakenForTheReplica(
      CopyPath path, boolean verify) {
    with.options.verify(verify);
    with.execute(put(path, p -> p.cacheControl("no-cache")));
    ObjectEvent event = put(path, p -> p.cacheControl("no-store"));
    with.s3.always("CompleteMultipartUpload", Fault.reset());

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);

    with.s3.clearFaults();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(replica().cacheControl()).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({"MULTIPART, true", "STREAMED_MULTIPART, false"})
  void execute_completionIsLostAndAnEarlierReplicaHasOtherTags_getsTheTags(
      CopyPath path, boolean verify) {
    with.options.verify(verify);
    with.execute(put(path, p -> p.tagging("team=x")));
    ObjectEvent event = put(path, p -> p.tagging("team=y"));
    with.s3.onNext("CompleteMultipartUpload", Fault.first(this::abortUploads));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactly(tag("y"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MULTIPART", "STREAMED_MULTIPART"})
  void execute_completionIsLost_replicaGetsItsAclAndKeepsItsTags(CopyPath path) {
    ObjectEvent event = put(path, p -> p.tagging("team=x"));
    with.s3.onNext("CompleteMultipartUpload", Fault.lostAnswer());

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactly(tag("x"));
    assertThat(with.s3.operations()).contains("PutObjectAcl").doesNotContain("PutObjectTagging");
  }

  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "400, InvalidRequest"})
  void execute_completionIsLostInAStoreWithoutAcls_isCopied(int status, String code) {
    ObjectEvent event = put(CopyPath.MULTIPART, p -> {});
    with.s3.onNext("CompleteMultipartUpload", Fault.lostAnswer());
    with.s3.always("PutObjectAcl", Fault.error(status, code));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations()).contains("PutObjectAcl");
  }

  @Test
  void execute_completionIsLostAndTheAclMayNotBeSet_fails() {
    ObjectEvent event = put(CopyPath.MULTIPART, p -> {});
    with.s3.onNext("CompleteMultipartUpload", Fault.lostAnswer());
    with.s3.always("PutObjectAcl", Fault.error(403, "AccessDenied"));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
  }

  @ParameterizedTest
  @EnumSource(names = {"SINGLE", "STREAMED"})
  void execute_anotherWriterPutsTheSameContent_isCopiedAgain(CopyPath path) {
    ObjectEvent event = put(path, p -> p.cacheControl("no-cache"));
    with.s3.onNext(
        path == CopyPath.SINGLE ? "CopyObject" : "PutObject",
        Fault.after(
            () ->
                with.s3
                    .client()
                    .putObject(
                        p -> p.bucket("dst").key("k").cacheControl("no-store"),
                        RequestBody.fromBytes(path.content()))));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replica().cacheControl()).isEqualTo("no-cache");
  }

  @Test
  void execute_neverOverwritesAndHeadersChangeDuringTheCopy_isCopiedAgain() {
    with.options.overwrite(false);
    ObjectEvent event = put(CopyPath.SINGLE, p -> p.cacheControl("no-cache"));
    with.s3.onNext(
        "CopyObject", Fault.first(() -> put(CopyPath.SINGLE, p -> p.cacheControl("no-store"))));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replica().cacheControl()).isEqualTo("no-store");
  }

  private void abortUploads() {
    S3Client client = with.s3.client();
    client
        .listMultipartUploads(r -> r.bucket("dst"))
        .uploads()
        .forEach(
            upload ->
                client.abortMultipartUpload(
                    r -> r.bucket("dst").key(upload.key()).uploadId(upload.uploadId())));
  }

  @Test
  void execute_completionIsLostAndTheReplicaMayNotBeLookedUp_failsAsWithoutAnAnswer() {
    ObjectEvent event = put(CopyPath.MULTIPART, p -> {});
    with.s3.always("CompleteMultipartUpload", Fault.reset());
    with.s3.always(
        r -> r.operation().equals("HeadObject") && r.bucket().equals("dst"),
        Fault.error(403, "AccessDenied"));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);

    with.s3.clearFaults();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"SINGLE", "MULTIPART"})
  void execute_neverOverwritesAndTheSourceChangesBesideAWrongReplica_isDeleted(CopyPath path) {
    with.options.storageClass("STANDARD_IA").overwrite(false);
    ObjectEvent event = put(path, p -> {});
    List.of("CopyObject", "CreateMultipartUpload", "PutObject")
        .forEach(operation -> with.s3.ignoreHeader(operation, "x-amz-storage-class"));
    with.s3.onNext(
        path.parts() > 0 ? "CompleteMultipartUpload" : "CopyObject",
        Fault.after(() -> with.put("src", "k", "newer")));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NOT_SUPPORTED);

    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_storeHidesTheCountOfASource_removesNoTags() {
    S3CopyExecutor executor = with.executor();
    ObjectEvent counted = put(CopyPath.SINGLE, p -> p.tagging("team=x"));
    executor.execute(with.plan(counted, "src"), Deadline.none());
    ObjectEvent event = put(CopyPath.SINGLE, p -> p.tagging("team=y"));
    with.s3.answerHeader("HeadObject", "x-amz-tagging-count", null);
    with.s3.onNext("CopyObject", Fault.after(with.s3::clearFaults));

    assertThat(executor.execute(with.plan(event, "src"), Deadline.none()))
        .isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactly(tag("y"));
  }
}
