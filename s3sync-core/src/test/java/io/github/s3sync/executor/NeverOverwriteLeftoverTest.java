package io.github.s3sync.executor;

import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.outcome.CapturedLog;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * Objects with the content of the source that exist at the replica's key, under a rule that never
 * overwrites, in a store other than S3: left by an execution that was killed, or a user's.
 */
class NeverOverwriteLeftoverTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  /** Puts a source with tags, and an object with its content at the replica's key. */
  private ObjectEvent put(CopyPath path, @Nullable String cacheControl) {
    with.options.overwrite(false).transfer(path.transfer());
    with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").cacheControl("no-cache"),
            RequestBody.fromBytes(path.content()));
    Tag tag = Tag.builder().key("team").value("x").build();
    with.s3
        .client()
        .putObjectTagging(
            r -> r.bucket("src").key("k").tagging(Tagging.builder().tagSet(tag).build()));
    with.s3
        .client()
        .putObject(
            r -> r.bucket("dst").key("k").cacheControl(cacheControl),
            RequestBody.fromBytes(path.content()));
    with.s3.clearRequests();
    return with.head(path.content().length);
  }

  private void assertExists(ObjectEvent event) {
    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
  }

  /** Another process creates the replica, and is killed before it sets the tags. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE, CopyObject",
    "MULTIPART, CompleteMultipartUpload",
    "STREAMED, PutObject",
    "STREAMED_MULTIPART, CompleteMultipartUpload"
  })
  void execute_incompleteReplicaAppearsDuringTheCopy_getsItsTags(CopyPath path, String creation) {
    ObjectEvent event = put(path, "no-cache");
    with.s3.client().deleteObject(r -> r.bucket("dst").key("k"));
    with.s3.onNext(
        creation,
        Fault.first(
            () ->
                with.s3
                    .client()
                    .putObject(
                        r -> r.bucket("dst").key("k").cacheControl("no-cache"),
                        RequestBody.fromBytes(path.content()))));

    assertExists(event);

    assertThat(with.s3.bucket("dst").tags("k")).containsOnly(Map.entry("team", "x"));
  }

  /** S3 creates replicas with their tags, so that it is the object of a user. */
  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_onAmazonS3_isNotTouched(CopyPath path) {
    ObjectEvent event = put(path, "no-cache");
    with.asAmazonS3();

    assertExists(event);

    assertThat(with.s3.bucket("dst").tags("k")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ruleLeavesTagsOut_onlyTheLockIsSet(CopyPath path) {
    with.options.tags(false).objectLock(ObjectLock.governance(Duration.ofDays(1)));

    assertExists(put(path, "no-cache"));

    assertThat(with.s3.operations()).contains("PutObjectRetention");
    assertThat(with.s3.bucket("dst").tags("k")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ruleDoesNotVerify_theTagsAreSet(CopyPath path) {
    with.options.verify(false);

    assertExists(put(path, "no-cache"));

    assertThat(with.s3.bucket("dst").tags("k")).containsOnly(Map.entry("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ruleHasNothingToSet_readsNoTags(CopyPath path) {
    with.options.tags(false).verify(false);

    assertExists(put(path, "no-cache"));

    assertThat(with.s3.operations()).doesNotContain("GetObjectTagging", "PutObjectTagging");
  }

  /** The source and the event are of tomorrow, by which the object cannot be a copy. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE, 1, 1, false",
    "MULTIPART, 1, 1, false",
    "STREAMED, 1, 1, false",
    "STREAMED_MULTIPART, 1, 1, false",
    // The sender's clock is wrong, or the same content was put again.
    "STREAMED, 1, 0, true",
    "STREAMED, 0, 1, true",
    "STREAMED, 0, 0, true"
  })
  void execute_objectOlderThanTheEvent_isNotTouched(
      CopyPath path, int eventDays, int sourceDays, boolean touched) {
    with.options.objectLock(
        ObjectLock.builder().mode("GOVERNANCE").retention(Duration.ofDays(1)).build());
    ObjectEvent event =
        put(path, "no-cache").toBuilder()
            .time(Instant.now().plus(eventDays, ChronoUnit.DAYS))
            .build();
    with.s3.answerHeader(
        "HeadObject",
        "src",
        "last-modified",
        RFC_1123_DATE_TIME.format(OffsetDateTime.now(UTC).plusDays(sourceDays)));

    assertExists(event);

    assertThat(with.s3.operations().contains("PutObjectTagging")).isEqualTo(touched);
    assertThat(with.s3.operations().contains("PutObjectRetention")).isEqualTo(touched);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_objectThatDiffers_isKeptAndReported(CopyPath path) {
    ObjectEvent event = put(path, null);

    assertThat(CapturedLog.of(() -> assertExists(event)))
        .contains("s3://dst/k")
        .contains("differs in: Cache-Control");
    assertThat(with.s3.client().headObject(r -> r.bucket("dst").key("k")).cacheControl()).isNull();
  }

  @Test
  void execute_ruleLeavesTagsOut_objectThatDiffersIsReported() {
    with.options.tags(false);
    ObjectEvent event = put(CopyPath.SINGLE, null);

    assertThat(CapturedLog.of(() -> assertExists(event))).contains("differs in: Cache-Control");
  }

  @Test
  void execute_equalObject_isNotReported() {
    ObjectEvent event = put(CopyPath.SINGLE, "no-cache");

    assertThat(CapturedLog.of(() -> assertExists(event))).doesNotContain("differs in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PutObjectTagging", "PutObjectRetention"})
  void execute_objectIsReplacedWhileItIsCompleted_isAConflict(String request) {
    with.options.objectLock(
        ObjectLock.builder().mode("GOVERNANCE").retention(Duration.ofDays(1)).build());
    ObjectEvent event = put(CopyPath.STREAMED, "no-cache");
    with.s3.onNext(request, Fault.after(() -> with.put("dst", "k", "of another writer")));

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);

    assertThat(with.replica()).isEqualTo("of another writer");
    assertExists(event);
  }

  /** Without comparable eTags and checksums, the properties tell whether it may be a replica. */
  @ParameterizedTest
  @CsvSource({"no-cache, true", ", false"})
  void execute_contentOfTheObjectIsUnknown_isCompletedIfItsPropertiesAreEqual(
      @Nullable String cacheControl, boolean touched) {
    ObjectEvent event = put(CopyPath.STREAMED, cacheControl);
    with.s3.answerHeader("HeadObject", "dst", "etag", "\"0123456789abcdef0123456789abcdef-2\"");
    for (String checksum : List.of("crc32", "crc64nvme")) {
      with.s3.answerHeader("HeadObject", "dst", "x-amz-checksum-" + checksum, null);
    }

    assertExists(event);

    assertThat(with.s3.operations().contains("PutObjectTagging")).isEqualTo(touched);
  }

  /** A user has locked the object in another way than the rule does. */
  @ParameterizedTest
  @ValueSource(strings = {"retention", "legal hold", "hidden retention", "unreadable lock"})
  void execute_objectIsLockedByAUser_itsLockIsNotChanged(String lock) {
    with.options.objectLock(ObjectLock.compliance(Duration.ofDays(1)));
    ObjectEvent event = put(CopyPath.STREAMED, "no-cache");
    if (lock.equals("legal hold")) {
      with.s3
          .client()
          .putObjectLegalHold(
              r ->
                  r.bucket("dst")
                      .key("k")
                      .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.ON)));
    } else {
      with.s3
          .client()
          .putObjectRetention(
              r ->
                  r.bucket("dst")
                      .key("k")
                      .retention(
                          retention ->
                              retention
                                  .mode(ObjectLockRetentionMode.GOVERNANCE)
                                  .retainUntilDate(Instant.now().plus(Duration.ofDays(1)))));
    }
    if (lock.startsWith("hidden") || lock.startsWith("unreadable")) {
      with.s3.answerHeader("HeadObject", "dst", "x-amz-object-lock-mode", null);
      with.s3.answerHeader("HeadObject", "dst", "x-amz-object-lock-retain-until-date", null);
    }
    if (lock.startsWith("unreadable")) {
      with.s3.deny("*", "s3:GetObjectRetention", "dst");
    }
    with.s3.clearRequests();

    assertExists(event);

    assertThat(with.s3.operations()).doesNotContain("PutObjectRetention");
  }
}
