package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs deletes, writes and copies of one key in every order, by workers that share no state, and
 * checks that the replica finally equals its source.
 */
@Timeout(60)
class S3CopyExecutorDeleteRaceTest {

  private final CopyFixture with = new CopyFixture();

  @BeforeEach
  void deletes() {
    with.deletes = true;
  }

  @AfterEach
  void stop() {
    with.close();
  }

  /** Puts the source and lets another worker handle its event. */
  private void putAndCopy(String content) {
    with.execute(with.put("src", "k", content));
  }

  private void assertReplicaIsAsItsSource() {
    if (with.s3.bucket("src").keys().isEmpty()) {
      assertThat(with.hasReplica()).isFalse();
    } else {
      assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HeadBucket", "DeleteObject"})
  void execute_putAndCopiedBetweenTheLookAndTheDelete_isCopiedAgain(String operation) {
    with.put("dst", "k", "old");
    with.s3.onNext(operation, Fault.first(() -> putAndCopy("new")));

    assertThat(with.execute(with.removed())).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_putAfterTheDelete_isCopied() {
    with.put("dst", "k", "old");
    with.s3.onNext("DeleteObject", Fault.after(() -> with.put("src", "k", "new")));

    assertThat(with.execute(with.removed())).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_putAndCopiedAfterTheDelete_staysCopied() {
    with.put("dst", "k", "old");
    with.s3.onNext("DeleteObject", Fault.after(() -> putAndCopy("new")));

    with.execute(with.removed());
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_putAndCopiedBeforeTheDeleteAndThenNoAnswer_isRepairedByTheNextTry() {
    ObjectEvent removed = with.removed();
    with.s3.onNext(
        "DeleteObject",
        Fault.first(
            () -> {
              putAndCopy("new");
              with.s3.onNext("HeadObject", Fault.reset());
            }));
    assertThat(with.failure(removed).reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(with.hasReplica()).isFalse();

    with.execute(removed);
    assertThat(with.replica()).isEqualTo("new");
  }

  @Test
  void execute_deletedAgainWhileTheNewOneIsCopied_isDeletedInTheEnd() {
    with.s3.onNext("DeleteObject", Fault.first(() -> with.put("src", "k", "new")));
    with.s3.onNext("CopyObject", Fault.first(with::deleteSource));

    assertThat(with.execute(with.removed())).isInstanceOf(DeleteReceipt.class);
    assertReplicaIsAsItsSource();
  }

  @Test
  void execute_sourceThatComesAndGoesForEver_isLeftToALaterEvent() {
    ObjectEvent removed = with.removed();
    with.options.recheckAfter(Duration.ZERO);
    with.s3.always("DeleteObject", Fault.after(() -> with.put("src", "k", "again")));
    with.s3.always("CopyObject", Fault.after(with::deleteSource));
    assertThat(with.failure(removed).reason()).isEqualTo(FailureReason.SOURCE_KEEPS_CHANGING);
    with.s3.clearFaults();

    with.execute(removed);
    assertReplicaIsAsItsSource();
  }

  @Test
  void execute_deleteHandledWhileASlowCopyRuns_theCopyTakesItsReplicaBack() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent created = with.putSmall("v1");
    with.s3.onNext(
        "CopyObject",
        Fault.after(
            () -> {
              with.deleteSource();
              // Handled as if before the copy's write: the deleted replica is written again.
              with.execute(with.removed());
              with.put("dst", "k", "v1");
            }));

    assertThat(with.execute(created)).isInstanceOf(DeleteReceipt.class);
    assertReplicaIsAsItsSource();
  }

  @Test
  void execute_deleteHandledBetweenThePartsOfACopy_leavesNoReplica() {
    ObjectEvent created = with.putLarge();
    with.s3.onNext(
        "CompleteMultipartUpload",
        Fault.first(
            () -> {
              with.deleteSource();
              with.execute(with.removed());
            }));

    assertThat(with.execute(created)).isInstanceOf(DeleteReceipt.class);
    assertReplicaIsAsItsSource();
  }

  @Test
  void execute_slowCopyHandledWithinADelete_isTakenAway() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent created = with.putSmall("v1");
    with.deleteSource();
    with.s3.onNext("DeleteObject", Fault.first(() -> with.execute(created)));

    assertThat(with.execute(with.removed())).isInstanceOf(DeleteReceipt.class);
    assertReplicaIsAsItsSource();
  }

  @Test
  void execute_putDuringADeleteThatACopyMakes_isCopied() {
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent created = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(with::deleteSource));
    with.s3.onNext("DeleteObject", Fault.first(() -> putAndCopy("v2")));

    assertThat(with.execute(created)).isInstanceOf(CopyReceipt.class);
    assertThat(with.replica()).isEqualTo("v2");
  }

  @Test
  void execute_createdAndRemovedAtOnceByTwoWorkers_agree() {
    with.options.recheckAfter(Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      ObjectEvent created = with.putSmall("v" + i);
      CompletableFuture<CopyResult> copy =
          CompletableFuture.supplyAsync(() -> with.execute(created));
      with.deleteSource();
      CopyResult delete = with.execute(with.removed());
      CopyResult copied = copy.join();

      assertThat(with.hasReplica()).as("%s and %s", copied, delete).isFalse();
    }
  }
}
