package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Deletes sources while they are copied. The event of the delete may be handled before the replica
 * exists, so the run must not leave the replica.
 */
class DeletedDuringCopyTest {

  private final Buckets with =
      new Buckets(
          CopyRule.named("r")
              .from("src")
              .prefix("in/")
              .to("dst", KeyMapper.replacePrefix("in/", "out/"))
              .on(EventKind.CREATED, EventKind.REMOVED)
              .options(CopyOptions.builder().recheckAfter(Duration.ZERO).build())
              .build());

  @AfterEach
  void stop() {
    with.close();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void backfill_sourceDeletedDuringItsCopy_leavesNoReplica(boolean copyAll, boolean keys) {
    with.put("src", "in/a", "a");
    with.put("src", "in/b", "b");
    with.s3.onNext(
        "CopyObject",
        Fault.after(() -> with.s3.client().deleteObject(r -> r.bucket("src").key("in/a"))));
    ReconcilerBuilder builder = with.reconciler(Mode.BACKFILL).listers(1).workers(0);
    if (copyAll) {
      builder.copyAll();
    }
    if (keys) {
      builder.keys(GivenKeysTest.keys("in/a", "in/b"));
    }

    RunResult result = builder.build().run();

    assertThat(with.s3.bucket("dst").keys()).containsExactly("out/b");
    assertThat(with.finding("in/a").verdict()).isEqualTo(Verdict.IN_FLIGHT);
    assertThat(with.finding("in/a").action()).isEqualTo(Action.DELETED);
    assertThat(with.finding("in/b").action()).isEqualTo(Action.COPIED);
    assertThat(result.exitCode()).isZero();
    assertThat(result.total().unaccounted()).isZero();
  }
}
