package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Checks how a rule with deletes handles them. */
class S3CopyExecutorDeleteTest {

  private static final String PURGE = "ObjectRemoved:Delete";
  private static final String MARKER = "ObjectRemoved:DeleteMarkerCreated";

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private void assertNotNeeded(ObjectEvent event, SkipReason reason) {
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class, skipped -> assertThat(skipped.reason()).isEqualTo(reason));
  }

  private String putVersion(String content) {
    return with.s3
        .client()
        .putObject(r -> r.bucket("src").key("k"), RequestBody.fromString(content))
        .versionId();
  }

  private ObjectEvent purged(String versionId) {
    with.s3.client().deleteObject(r -> r.bucket("src").key("k").versionId(versionId));
    with.s3.clearRequests();
    return with.removed(PURGE, versionId);
  }

  @Test
  void execute_sourceIsGone_deletesTheReplicaAndLooksAgain() {
    with.put("dst", "k", "old");
    with.s3.clearRequests();
    with.s3.onNext("DeleteObject", Fault.after(() -> with.pass(Duration.ofMillis(7))));
    DeleteReceipt receipt = (DeleteReceipt) with.execute(with.removed());

    assertThat(with.s3.operations())
        .containsExactly("HeadObject", "HeadBucket", "DeleteObject", "HeadObject");
    assertThat(receipt.requests()).isEqualTo(4);
    assertThat(receipt.versionId()).isNull();
    assertThat(receipt.elapsed()).isEqualTo(Duration.ofMillis(7));
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void requests_ofADelete_areThoseThatAreMade() {
    with.put("dst", "k", "old");
    with.s3.clearRequests();
    ObjectEvent event = with.removed();
    with.execute(event);

    assertThat(with.executor().requests(with.plan(event, "src"))).isEqualTo(with.s3.operations());
  }

  @Test
  void execute_destinationWithVersions_getsAMarkerAndKeepsEveryVersion() {
    with.s3.enableVersioning("dst");
    with.put("dst", "k", "v1");
    with.put("dst", "k", "v2");
    with.s3.clearRequests();
    DeleteReceipt receipt = (DeleteReceipt) with.execute(with.removed());

    var versions = with.s3.client().listObjectVersions(r -> r.bucket("dst"));
    assertThat(versions.versions()).hasSize(2);
    assertThat(versions.deleteMarkers())
        .singleElement()
        .satisfies(marker -> assertThat(marker.versionId()).isEqualTo(receipt.versionId()));
    assertThat(with.s3.requests()).noneMatch(request -> request.query().containsKey("versionId"));
  }

  @ParameterizedTest
  @CsvSource({"ObjectRemoved:Delete,", "ObjectRemoved:DeleteMarkerCreated, v"})
  void execute_sourceIsThereAndTheReplicaIsNotLikeIt_isCopied(String name, String versionId) {
    with.asAmazonS3();
    with.put("dst", "k", "old");
    with.putSmall("new");

    assertThat(with.execute(with.removed(name, versionId))).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.operations()).containsExactly("HeadObject", "HeadObject", "CopyObject");
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_sourceIsThereAndCopied_theDeleteIsStale() {
    with.execute(with.putSmall("new"));
    with.s3.clearRequests();

    assertNotNeeded(with.removed(), SkipReason.SOURCE_EXISTS);
    assertThat(with.s3.operations())
        .containsExactly("HeadObject", "HeadObject", "GetObjectTagging", "GetObjectTagging");
  }

  /** Under KMS eTags are no digests, so that only a checksum shows that both are equal. */
  @Test
  void execute_sourceIsThereAndCopiedUnderKms_theDeleteIsStaleByTheChecksum() {
    for (String bucket : List.of("src", "dst")) {
      with.s3
          .client()
          .putObject(
              r ->
                  r.bucket(bucket)
                      .key("k")
                      .serverSideEncryption("aws:kms")
                      .ssekmsKeyId("arn:aws:kms:us-east-1:111122223333:key/" + bucket)
                      .checksumAlgorithm(ChecksumAlgorithm.CRC32),
              RequestBody.fromString("equal"));
    }
    with.s3.clearRequests();

    assertNotNeeded(with.removed(), SkipReason.SOURCE_EXISTS);
    assertThat(with.s3.operations()).doesNotContain("CopyObject");
  }

  @Test
  void execute_replicaIsNewerThanItsSourceAndUnlikeIt_isCopiedAnew() {
    with.putSmall("new");
    with.put("dst", "k", "of an older one");

    assertThat(with.execute(with.removed())).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_sourceIsThereAndItsReplicaIsNot_isCopied() {
    with.putSmall("back");

    assertThat(with.execute(with.removed())).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("back");
  }

  @Test
  void execute_purgedVersionDifferedInTagsAlone_isReplacedByTheCurrentOne() {
    with.s3.enableVersioning("src");
    putTagged("class=public");
    String secret = putTagged("class=secret");
    with.execute(with.event("k", null, null));
    assertThat(with.s3.bucket("dst").tags("k")).containsEntry("class", "secret");

    assertThat(with.execute(purged(secret))).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.bucket("dst").tags("k")).containsEntry("class", "public");
  }

  @Test
  void execute_purgedVersionAndReplicasTagsMayNotBeRead_isCopied() {
    with.s3.enableVersioning("src");
    putTagged("class=public");
    String same = putTagged("class=public");
    with.execute(with.event("k", null, null));
    with.s3.deny("*", "s3:GetObjectTagging", "dst");

    assertThat(with.execute(purged(same))).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void execute_purgedVersionHadTheSameTags_changesNothing() {
    with.s3.enableVersioning("src");
    putTagged("class=public");
    String same = putTagged("class=public");
    with.execute(with.event("k", null, null));

    assertNotNeeded(purged(same), SkipReason.ALREADY_CURRENT);
  }

  @Test
  void execute_purgedVersionDifferedInStorageClassAlone_isReplacedByTheCurrentOne() {
    with.s3.enableVersioning("src");
    with.options.keepStorageClass(true);
    putClass("STANDARD_IA");
    String standard = putClass("STANDARD");
    with.execute(with.event("k", null, null));

    assertThat(with.execute(purged(standard))).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).storageClassAsString())
        .isEqualTo("STANDARD_IA");
  }

  @Test
  void execute_suspendedSource_deletesItsReplica() {
    with.s3.bucket("src").suspendVersioning();
    with.execute(with.putSmall("v1"));
    assertThat(with.hasReplica()).isTrue();
    with.deleteSource();

    assertThat(with.execute(with.removed(MARKER, "null"))).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  private String putTagged(String tagging) {
    return with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").tagging(tagging), RequestBody.fromString("content"))
        .versionId();
  }

  private String putClass(String storageClass) {
    return with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").storageClass(storageClass),
            RequestBody.fromString("content"))
        .versionId();
  }

  @Test
  void execute_oldVersionPurged_changesNothing() {
    with.s3.enableVersioning("src");
    String old = putVersion("v1");
    putVersion("v2");
    with.execute(with.event("k", null, null));

    assertNotNeeded(purged(old), SkipReason.ALREADY_CURRENT);
    assertThat(with.s3.operations())
        .containsExactly("HeadObject", "HeadObject", "GetObjectTagging", "GetObjectTagging");
    assertThat(with.replica()).isEqualTo("v2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ObjectRemoved:Delete",
        "LifecycleExpiration:Delete",
        "Object Deleted (Permanently Deleted)"
      })
  void execute_currentVersionPurged_copiesTheOneThatItUncovers(String name) {
    with.s3.enableVersioning("src");
    putVersion("v1");
    String current = putVersion("v2");
    with.execute(with.event("k", null, null));
    purged(current);

    assertThat(with.execute(with.removed(name, current))).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_purgeUncoversTheSameBytesWithOtherProperties_copiesThem() {
    with.s3.enableVersioning("src");
    with.putBytes(new byte[] {1}, "text/old");
    with.putBytes(new byte[] {1}, "text/new");
    with.execute(with.event("k", null, null));
    purged(with.s3.client().headObject(r -> r.bucket("src").key("k")).versionId());

    with.execute(with.removed(PURGE, "v"));
    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).contentType())
        .isEqualTo("text/old");
  }

  @Test
  void execute_currentVersionPurgedAndTheEventNamesNone_isCopiedAllTheSame() {
    with.s3.enableVersioning("src");
    putVersion("v1");
    String current = putVersion("v2");
    with.execute(with.event("k", null, null));
    purged(current);

    assertThat(with.execute(with.removed())).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_deleteMarkerPurged_bringsTheReplicaBack() {
    with.s3.enableVersioning("src");
    with.s3.enableVersioning("dst");
    putVersion("v1");
    with.execute(with.event("k", null, null));
    with.deleteSource();
    assertThat(with.execute(with.removed(MARKER, "m"))).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
    String marker =
        with.s3
            .client()
            .listObjectVersions(r -> r.bucket("src"))
            .deleteMarkers()
            .get(0)
            .versionId();

    assertThat(with.execute(purged(marker))).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_lastVersionsPurgedOneByOne_leaveOneMarker() {
    with.s3.enableVersioning("src");
    with.s3.enableVersioning("dst");
    putVersion("v1");
    putVersion("v2");
    with.execute(with.event("k", null, null));
    with.deleteSource();
    with.execute(with.removed(MARKER, "m"));
    List<ObjectVersion> versions =
        with.s3.client().listObjectVersions(r -> r.bucket("src")).versions();

    for (ObjectVersion version : versions) {
      assertNotNeeded(purged(version.versionId()), SkipReason.REPLICA_GONE);
      assertThat(with.s3.operations()).containsExactly("HeadObject", "HeadBucket", "HeadObject");
    }
    assertThat(with.s3.client().listObjectVersions(r -> r.bucket("dst")).deleteMarkers())
        .hasSize(1);
  }

  @Test
  void execute_onlyVersionPurged_deletesTheReplica() {
    with.s3.enableVersioning("src");
    String only = putVersion("v1");
    with.execute(with.event("k", null, null));

    assertThat(with.execute(purged(only))).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_ruleThatTakesNoDeletes_neverDeletes() {
    ObjectEvent removed = with.removed();
    with.deletes = false;
    with.put("dst", "k", "kept");
    with.s3.clearRequests();

    assertNotNeeded(removed, SkipReason.SOURCE_GONE);
    assertNotNeeded(with.event("k", 1L, "e"), SkipReason.SOURCE_GONE);
    assertThat(with.s3.operations()).doesNotContain("DeleteObject");
    assertThat(with.replica()).isEqualTo("kept");
  }

  @Test
  void execute_slowCopyAndTheSourceWentMeanwhile_takesItsReplicaBack() {
    with.deletes = true;
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(with::deleteSource));

    assertThat(with.execute(event)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_slowCopyUnderARuleWithoutDeletes_keepsItsReplica() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(with::deleteSource));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_sourceGoneInALaterRoundUnderARuleWithoutDeletes_deletesNothing() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(() -> with.putSmall("v2")));
    with.s3.onNext("CopyObject", Fault.first(with::deleteSource));

    assertNotNeeded(event, SkipReason.SOURCE_GONE);
    assertThat(with.s3.operations()).doesNotContain("DeleteObject");
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_sourceGoneInALaterRound_takesItsReplicaBack() {
    with.deletes = true;
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(() -> with.putSmall("v2")));
    with.s3.onNext("CopyObject", Fault.first(with::deleteSource));

    assertThat(with.execute(event)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_sourceGoneBeforeTheCopy_isGone() {
    with.deletes = true;
    ObjectEvent event = with.putSmall("v1");
    with.deleteSource();

    assertNotNeeded(event, SkipReason.SOURCE_GONE);
    assertThat(with.s3.operations()).doesNotContain("DeleteObject").endsWith("HeadObject");
  }

  @Test
  void execute_copyThatFailedUnseenAndIsTriedWhenTheSourceIsGone_leavesNoReplica() {
    with.deletes = true;
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.lostAnswer());
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
    with.deleteSource();

    assertThat(with.execute(event)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_brakeIsOn_failsBeforeAnythingIsDeleted() {
    CopyExecutor executor = S3CopyExecutor.builder(with.s3.client()).deletesPerMinute(1).build();
    CopyPlan plan = with.plan(with.removed(), "src");
    assertThat(executor.execute(plan, Deadline.none())).isInstanceOf(DeleteReceipt.class);
    with.put("dst", "k", "kept");

    CopyException e =
        catchThrowableOfType(CopyException.class, () -> executor.execute(plan, Deadline.none()));
    assertThat(e.reason()).isEqualTo(FailureReason.DELETE_BRAKE);
    assertThat(e.reason().retryable()).isTrue();
    assertThat(e)
        .hasMessageContaining("s3://dst/k")
        .hasMessageContaining("exceed the limit of 1 deletes");
    assertThat(with.replica()).isEqualTo("kept");
    assertThat(with.execute(with.putSmall("copies go on"))).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void deletesPerMinute_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3CopyExecutor.builder(with.s3.client()).deletesPerMinute(-1))
        .withMessage("deletesPerMinute is -1, expected 0 or more");
  }

  @Test
  void execute_ownersGiven_areSentOnEveryCall() {
    with.execute(with.removed(PURGE, "v"));
    with.put("dst", "k", "old");
    with.s3.clearRequests();
    with.execute(with.removed(PURGE, "v"));

    assertThat(with.s3.operations()).contains("DeleteObject").hasSize(5);
    assertThat(with.s3.requests())
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-expected-bucket-owner", "111111111111"));
  }

  @Test
  void execute_destinationOfAnotherOwner_isNotDeletedFrom() {
    with.s3.createBucket("theirs", "999999999999");
    with.s3
        .client()
        .putObject(r -> r.bucket("theirs").key("k"), RequestBody.fromString("their own"));
    CopyPlan plan = with.plan(with.removed(), "src");
    CopyPlan theirs =
        new CopyPlan(
            plan.event(),
            plan.rule(),
            plan.destination(),
            plan.source(),
            new io.github.s3sync.key.ObjectRef("theirs", "k"));

    CopyException e =
        catchThrowableOfType(
            CopyException.class, () -> with.executor().execute(theirs, Deadline.none()));
    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(with.s3.bucket("theirs").keys()).containsExactly("k");
  }

  @Test
  void execute_requesterPays_isSaidOnEveryCall() {
    with.options.requestPayer(true);
    with.s3.bucket("src").requesterPays();
    with.s3.bucket("dst").requesterPays();
    assertThat(with.execute(with.removed())).isInstanceOf(DeleteReceipt.class);

    assertThat(with.s3.requests())
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("x-amz-request-payer", "requester"));
  }
}
