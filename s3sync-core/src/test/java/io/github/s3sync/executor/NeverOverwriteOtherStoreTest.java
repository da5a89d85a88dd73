package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Checks how replicas are completed after their creation, in stores that ignore the tags of new
 * objects, by rules that never overwrite, which cannot repeat the copy.
 */
class NeverOverwriteOtherStoreTest {

  private static final Tag TAG = Tag.builder().key("team").value("x").build();
  private static final String MULTIPART = "MULTIPART";
  private static final String STREAMED = "STREAMED";
  private static final String STREAMED_MULTIPART = "STREAMED_MULTIPART";

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private void refuseLooksAtReplicas() {
    with.s3.always(
        request -> request.operation().equals("HeadObject") && request.bucket().equals("dst"),
        Fault.error(503, ""));
  }

  private ObjectEvent put(CopyPath path) {
    with.options.overwrite(false).transfer(path.transfer());
    with.s3
        .client()
        .putObject(r -> r.bucket("src").key("k"), RequestBody.fromBytes(path.content()));
    tag("src");
    ignoreTags();
    with.s3.clearRequests();
    return with.head(path.content().length);
  }

  private void tag(String bucket) {
    with.s3
        .client()
        .putObjectTagging(
            r -> r.bucket(bucket).key("k").tagging(Tagging.builder().tagSet(TAG).build()));
  }

  private void ignoreTags() {
    with.s3.ignoreHeader("CreateMultipartUpload", "x-amz-tagging");
    with.s3.ignoreHeader("PutObject", "x-amz-tagging");
  }

  private void clearFaults() {
    with.s3.clearFaults();
    ignoreTags();
  }

  private Map<String, String> replicaTags() {
    return with.s3.bucket("dst").tags("k");
  }

  private static void assertExists(CopyResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_completionIsThrottled_isRetriedInPlace(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.onNext("PutObjectTagging", 4, Fault.error(503, "SlowDown"));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactly(Map.entry("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_earlierExecutionStoppedBeforeTheTags_setsThem(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.always("PutObjectTagging", Fault.error(503, "SlowDown"));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
    clearFaults();

    assertExists(with.execute(event));

    assertThat(replicaTags()).containsExactly(Map.entry("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_earlierExecutionCouldNotLookAtItsReplica_setsTheTags(CopyPath path) {
    ObjectEvent event = put(path);
    String creation = path.parts() > 0 ? "CompleteMultipartUpload" : "PutObject";
    with.s3.onNext(creation, Fault.after(this::refuseLooksAtReplicas));
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.THROTTLED);
    assertThat(replicaTags()).isEmpty();
    clearFaults();

    assertExists(with.execute(event));

    assertThat(replicaTags()).containsExactly(Map.entry("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_answerToTheCreationIsLost_setsTheTags(CopyPath path) {
    ObjectEvent event = put(path);
    String creation = path.parts() > 0 ? "CompleteMultipartUpload" : "PutObject";
    with.s3.onNext(creation, Fault.lostAnswer());
    if (path.parts() == 0) {
      assertThat(with.failure(event).reason()).isEqualTo(FailureReason.NO_ANSWER);
      assertThat(with.execute(event)).satisfies(NeverOverwriteOtherStoreTest::assertExists);
    } else {
      with.execute(event);
    }

    assertThat(replicaTags()).containsExactly(Map.entry("team", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another content", "existing tags", "tags that may not be read"})
  void execute_objectOfAnotherWriter_isNotTouched(String object) {
    ObjectEvent event = put(CopyPath.STREAMED);
    boolean another = object.equals("another content");
    byte[] content = another ? new byte[1_000] : CopyPath.STREAMED.content();
    with.s3.client().putObject(r -> r.bucket("dst").key("k"), RequestBody.fromBytes(content));
    if (object.equals("existing tags")) {
      with.s3
          .client()
          .putObjectTagging(
              r -> r.bucket("dst").key("k").tagging(t -> t.tagSet(List.of(tag("mine", "1")))));
    } else if (!another) {
      with.s3.deny("*", "s3:GetObjectTagging", "dst");
    }
    with.s3.clearRequests();

    assertExists(with.execute(event));

    assertThat(with.s3.operations()).doesNotContain("PutObjectTagging");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** Puts a source whose copy is too large, because the store ignores the range of a part. */
  private ObjectEvent putWhatIsCopiedWrongly() {
    with.options.overwrite(false);
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, Map.of());
    with.s3.ignoreHeader("UploadPartCopy", "x-amz-copy-source-range");
    return with.head(CopyFixture.LARGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void execute_wrongReplica_isDeletedByItsVersionAndCopiedByTheNextAttempt(boolean versioned) {
    if (versioned) {
      with.s3.enableVersioning("dst");
    }
    ObjectEvent event = putWhatIsCopiedWrongly();

    CopyException failure = with.failure(event);

    assertThat(failure.reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(failure).hasMessageEndingWith("; it was deleted");
    var left = with.s3.client().listObjectVersions(r -> r.bucket("dst"));
    assertThat(left.versions()).isEmpty();
    assertThat(left.deleteMarkers()).isEmpty();
    with.s3.clearFaults();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
  }

  @Test
  void execute_wrongVersionThatMayNotBeDeleted_isHiddenByADeleteMarker() {
    with.s3.enableVersioning("dst");
    ObjectEvent event = putWhatIsCopiedWrongly();
    with.s3.deny("*", "s3:DeleteObjectVersion", "dst");

    assertThat(with.failure(event)).hasMessageEndingWith("; it was deleted");

    assertThat(with.hasReplica()).isFalse();
    with.s3.clearFaults();
    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);
  }

  @Test
  void execute_wrongReplicaThatMayNotBeDeleted_isNamed() {
    ObjectEvent event = putWhatIsCopiedWrongly();
    with.s3.deny("*", "s3:DeleteObject", "dst");

    CopyException failure = with.failure(event);

    assertThat(failure.reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(failure).hasMessageContaining("it could not be deleted");
  }

  @Test
  void execute_wrongReplicaWasReplacedByAnother_isNotDeleted() {
    ObjectEvent event = putWhatIsCopiedWrongly();
    with.s3.onNext(
        "CompleteMultipartUpload", Fault.after(() -> with.put("dst", "k", "of another writer")));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.INTEGRITY);

    assertThat(with.replica()).isEqualTo("of another writer");
  }

  @Test
  void execute_anotherVersionHasTheETagOfTheWrongReplica_noneIsDeleted() {
    with.s3.enableVersioning("dst");
    ObjectEvent event = putWhatIsCopiedWrongly();
    with.s3.answerHeader("HeadObject", "dst", "x-amz-version-id", "anotherVersion");

    CopyException failure = with.failure(event);

    assertThat(failure.reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(failure).hasMessageNotContaining("deleted");
    assertThat(with.hasReplica()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CompleteMultipartUpload", "HeadObject"})
  void execute_oneAnswerNamesNoVersionOfTheWrongReplica_isDeleted(String operation) {
    with.s3.enableVersioning("dst");
    ObjectEvent event = putWhatIsCopiedWrongly();
    with.s3.answerHeader(operation, "dst", "x-amz-version-id", null);

    assertThat(with.failure(event)).hasMessageEndingWith("; it was deleted");

    assertThat(with.hasReplica()).isFalse();
  }
}
