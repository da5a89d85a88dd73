package io.github.s3sync.faults;

import static io.github.s3sync.event.EventKind.CREATED;
import static io.github.s3sync.event.EventKind.RESTORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.CopyFixture;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Checks that an archived source fails and is copied when S3 reports that it was restored. */
class ArchivedSourceIT {

  private static final String KEY = "in/보관 + archive.bin";

  private final FakeS3 s3 = FakeS3.start();
  private final S3Client client = s3.client();

  @BeforeEach
  void createBuckets() {
    s3.minimumPartBytes(CopyFixture.PART);
    s3.createBucket("src-bucket");
    s3.createBucket("dst-bucket");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private S3Sync sync(boolean restored) {
    return S3Sync.builder()
        .rules(
            CopyRule.named("r")
                .from("src-bucket")
                .on(CREATED, restored ? RESTORED : CREATED)
                .to("dst-bucket")
                .build())
        .executor(CopySeams.inParts(S3CopyExecutor.builder(client), CopyFixture.PART).build())
        .build();
  }

  private void put(String storageClass, long sizeBytes) {
    s3.putSynthetic(
        "src-bucket",
        KEY,
        sizeBytes,
        Map.of("x-amz-storage-class", storageClass, "x-amz-meta-a", "b", "x-amz-tagging", "t=u"));
  }

  @ParameterizedTest
  @CsvSource({
    "GLACIER, 1000, false, false",
    "GLACIER, 220000, true, false",
    "DEEP_ARCHIVE, 1000, true, true",
    "DEEP_ARCHIVE, 220000, false, true"
  })
  void handle_archivedThenRestored_failsAndIsThenCopied(
      String storageClass, long sizeBytes, boolean eventBridge, boolean versions) {
    if (versions) {
      s3.enableVersioning("src-bucket");
    }
    put(storageClass, sizeBytes);
    S3Sync sync = sync(true);

    SyncReport report =
        sync.handle(s3.bucket("src-bucket").notification(KEY, "1"), Deadline.none());
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.SOURCE_ARCHIVED);
              assertThat(failed.retryable()).isFalse();
            });
    assertThat(s3.bucket("dst-bucket").keys()).isEmpty();
    assertThat(s3.openUploads()).isZero();

    client.restoreObject(
        r -> r.bucket("src-bucket").key(KEY).restoreRequest(restore -> restore.days(1)));
    s3.bucket("src-bucket").restore(KEY);
    String event =
        eventBridge
            ? s3.bucket("src-bucket").restoreEvent(KEY)
            : s3.bucket("src-bucket").restoreNotification(KEY);
    assertThat(sync.handle(event, Deadline.none()).outcomes())
        .singleElement()
        .isInstanceOf(CopyOutcome.Copied.class);
    assertThat(s3.sameContent("src-bucket", KEY, "dst-bucket", KEY)).isTrue();
    assertThat(s3.bucket("dst-bucket").tags(KEY)).containsExactly(Map.entry("t", "u"));
    HeadObjectResponse replica = client.headObject(r -> r.bucket("dst-bucket").key(KEY));
    assertThat(replica.metadata()).containsExactly(Map.entry("a", "b"));
    assertThat(replica.storageClass()).isNull();
    assertThat(replica.restore()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"STANDARD, 1000", "GLACIER_IR, 1000", "GLACIER_IR, 220000"})
  void handle_readableStorageClass_isCopiedAtOnce(String storageClass, long sizeBytes) {
    put(storageClass, sizeBytes);

    assertThat(
            sync(false)
                .handle(s3.bucket("src-bucket").notification(KEY, "1"), Deadline.none())
                .copied())
        .hasSize(1);
  }

  @Test
  void handle_restoredUnderARuleThatTakesNone_isIgnored() {
    put("GLACIER", 1_000);
    s3.bucket("src-bucket").restore(KEY);

    assertThat(
            sync(false)
                .handle(s3.bucket("src-bucket").restoreNotification(KEY), Deadline.none())
                .skipped())
        .singleElement()
        .satisfies(skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.EVENT_IGNORED));
  }

  @Test
  void handle_restoreEventOfWhatIsArchivedAgain_failsAndCopiesNothing() {
    put("GLACIER", 1_000);
    String event = s3.bucket("src-bucket").restoreEvent(KEY);

    assertThat(sync(true).handle(event, Deadline.none()).failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.SOURCE_ARCHIVED);
              assertThat(failed.message()).contains("ObjectNotInActiveTierError");
            });
  }
}
