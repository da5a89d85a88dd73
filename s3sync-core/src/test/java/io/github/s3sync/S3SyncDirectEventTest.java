package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Handles events that callers make, which know only the key. */
class S3SyncDirectEventTest {

  private static final String KEY = "a+b%20c";

  private final FakeS3 s3 = FakeS3.start();
  private final S3Sync sync =
      S3Sync.builder()
          .rules(
              CopyRule.named("r")
                  .from("src")
                  .to("dst")
                  .on(EventKind.CREATED, EventKind.REMOVED)
                  .build())
          .executor(S3CopyExecutor.builder(s3.client()).build())
          .listener(OutcomeListener.none())
          .build();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private CopyOutcome handle(ObjectEvent event) {
    return sync.handle(List.of(event), Deadline.none()).outcomes().get(0);
  }

  private void put(String bucket) {
    s3.client().putObject(r -> r.bucket(bucket).key(KEY), RequestBody.fromString("x"));
  }

  private List<String> keys() {
    return s3.client().listObjectsV2(r -> r.bucket("dst")).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void handle_created_copiesTheKeyAsItIs() {
    put("src");

    assertThat(handle(ObjectEvent.created("src", KEY))).isInstanceOf(CopyOutcome.Copied.class);
    assertThat(keys()).containsExactly(KEY);
  }

  @Test
  void handle_removed_deletesTheReplica() {
    put("dst");

    assertThat(handle(ObjectEvent.removed("src", KEY))).isInstanceOf(CopyOutcome.Deleted.class);
    assertThat(keys()).isEmpty();
  }

  @Test
  void handle_removedButSourceExists_neverDeletes() {
    put("src");
    put("dst");

    assertThat(handle(ObjectEvent.removed("src", KEY))).isNotInstanceOf(CopyOutcome.Deleted.class);
    assertThat(keys()).containsExactly(KEY);
  }

  /** Executes plans of callers that have no rules either. */
  @Test
  void execute_directPlans_copyAndDelete() {
    CopyExecutor executor = S3CopyExecutor.builder(s3.client()).build();
    ObjectRef source = new ObjectRef("src", KEY);
    Destination to = Destination.in("dst").region("us-east-1").build();
    put("src");

    executor.execute(CopyPlan.of(source, to, "other", CopyOptions.defaults()), Deadline.none());
    assertThat(keys()).containsExactly("other");

    CopyPlan delete = CopyPlan.ofDelete(source, to, "other", CopyOptions.defaults());
    assertThat(executor.execute(delete, Deadline.none()))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            n -> assertThat(n.reason()).isEqualTo(SkipReason.SOURCE_EXISTS));
    assertThat(keys()).containsExactly("other");

    s3.client().deleteObject(r -> r.bucket("src").key(KEY));
    assertThat(executor.execute(delete, Deadline.none())).isInstanceOf(DeleteReceipt.class);
    assertThat(keys()).isEmpty();
  }
}
