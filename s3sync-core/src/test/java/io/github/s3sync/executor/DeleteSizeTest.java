package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Checks that a rule with a size range copies and deletes no object of another size. */
class DeleteSizeTest {

  private final FakeS3 s3 = FakeS3.start();
  private final CopyRule rule =
      CopyRule.named("r")
          .from("src")
          .minSizeBytes(2)
          .maxSizeBytes(3)
          .on(EventKind.CREATED, EventKind.REMOVED)
          .to("dst")
          .build();
  private final S3CopyExecutor executor = S3CopyExecutor.builder(s3.client()).build();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private void put(String bucket, String content) {
    s3.client().putObject(r -> r.bucket(bucket).key("k"), RequestBody.fromString(content));
    s3.clearRequests();
  }

  private static ObjectEvent removed(@Nullable String versionId) {
    return ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "src", "k")
        .name("ObjectRemoved:Delete")
        .versionId(versionId)
        .build();
  }

  private CopyOutcome outcome(ObjectEvent event) {
    S3Sync sync =
        S3Sync.builder().rules(rule).executor(executor).listener(OutcomeListener.none()).build();
    return sync.handle(List.of(event), Deadline.none()).outcomes().get(0);
  }

  private static void assertSkipped(CopyOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            CopyOutcome.Skipped.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SIZE_OUT_OF_RANGE));
  }

  @Test
  void handle_whatStandsThereIsTooLarge_isLeftAlone() {
    put("dst", "of another team");

    assertSkipped(outcome(removed(null)));
    assertSkipped(outcome(removed("v1")));
    assertSkipped(outcome(ObjectEvent.created("src", "k")));
    assertThat(s3.bucket("dst").keys()).containsExactly("k");
  }

  @Test
  void handle_whatStandsThereIsTooSmall_isLeftAlone() {
    put("dst", "x");

    assertSkipped(outcome(removed(null)));
    assertThat(s3.bucket("dst").keys()).containsExactly("k");
  }

  @Test
  void handle_replicaInTheRange_isDeleted() {
    put("dst", "abc");

    assertThat(outcome(removed(null))).isInstanceOf(CopyOutcome.Deleted.class);
    assertThat(s3.operations())
        .containsExactly("HeadObject", "HeadBucket", "HeadObject", "DeleteObject", "HeadObject");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void handle_sourceOutsideTheRangeWhoseEventHasNoSize_isNotCopied() {
    put("src", "too large");

    assertSkipped(outcome(ObjectEvent.created("src", "k")));
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  @Test
  void requests_ofADelete_areThoseThatAreMade() {
    S3Sync sync = S3Sync.builder().rules(rule).executor(executor).build();

    assertThat(sync.explain(removed(null)).decisions())
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Copy.class,
            copy ->
                assertThat(sync.requests(copy.plan()))
                    .containsExactly(
                        "HeadObject", "HeadBucket", "HeadObject", "DeleteObject", "HeadObject"));
  }

  @Test
  void handle_replicaMayNotBeLookedAt_isNotDeleted() {
    put("dst", "abc");
    s3.deny("*", "s3:GetObject", "dst");

    assertThat(outcome(removed(null)))
        .isInstanceOfSatisfying(
            CopyOutcome.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
    assertThat(s3.bucket("dst").keys()).containsExactly("k");
  }

  @Test
  void handle_sourceGoesAwayWhileItIsCopied_replicaOfThisCopyIsDeleted() {
    put("src", "abc");
    s3.onNext(
        "CopyObject", Fault.after(() -> s3.client().deleteObject(r -> r.bucket("src").key("k"))));
    CopyRule slow =
        CopyRule.named("r")
            .from("src")
            .maxSizeBytes(3)
            .on(EventKind.CREATED, EventKind.REMOVED)
            .options(CopyOptions.builder().recheckAfter(Duration.ZERO).build())
            .to("dst")
            .build();
    S3Sync sync = S3Sync.builder().rules(slow).executor(executor).build();

    assertThat(sync.handle(List.of(ObjectEvent.created("src", "k")), Deadline.none()).deleted())
        .hasSize(1);
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }
}
