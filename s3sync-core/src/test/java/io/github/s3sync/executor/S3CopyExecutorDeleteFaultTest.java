package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that a delete that S3 rejects, fails or does not answer is reported, and that no wrong
 * delete is made.
 */
class S3CopyExecutorDeleteFaultTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  /** Returns the broken request of a delete, the fault, and the expected report. */
  static Stream<Arguments> faults() {
    return Stream.of("HeadObject 1", "HeadBucket 1", "DeleteObject 1", "HeadObject 2")
        .flatMap(
            request ->
                Stream.of(
                    Arguments.of(request, "503", FailureReason.THROTTLED),
                    Arguments.of(request, "500", FailureReason.SERVICE_ERROR),
                    Arguments.of(request, "403", FailureReason.ACCESS_DENIED),
                    Arguments.of(request, "409", FailureReason.CONFLICT),
                    Arguments.of(request, "412", FailureReason.CONFLICT),
                    Arguments.of(request, "reset", FailureReason.NO_ANSWER),
                    Arguments.of(request, "lost", FailureReason.NO_ANSWER),
                    Arguments.of(request, "late", FailureReason.NOT_ENOUGH_TIME)));
  }

  private static Fault fault(String name) {
    return switch (name) {
      case "503" -> Fault.error(503, "SlowDown");
      case "500" -> Fault.error(500, "InternalError");
      case "403" -> Fault.error(403, "AccessDenied");
      case "409" -> Fault.error(409, "OperationAborted");
      case "412" -> Fault.error(412, "PreconditionFailed");
      case "reset" -> Fault.reset();
      case "lost" -> Fault.lostAnswer();
      default -> Fault.delayAfter(Duration.ofSeconds(2));
    };
  }

  private void onRequest(String request, Fault fault) {
    String[] parts = request.split(" ", -1);
    for (int i = 1; i < Integer.parseInt(parts[1]); i++) {
      with.s3.onNext(parts[0], Fault.first(() -> {}));
    }
    with.s3.onNext(parts[0], fault);
  }

  private CopyException failure(ObjectEvent event, Deadline deadline) {
    CopyPlan plan = with.plan(event, "src");
    return catchThrowableOfType(CopyException.class, () -> with.executor().execute(plan, deadline));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void execute_faultAndTheSourceIsGone_isReportedAndTheNextTryDeletes(
      String request, String fault, FailureReason reason) {
    with.put("dst", "k", "old");
    ObjectEvent event = with.removed();
    onRequest(request, fault(fault));
    Deadline deadline =
        fault.equals("late") ? with.deadline(Duration.ofMillis(700)) : Deadline.none();
    assertThat(failure(event, deadline).reason()).isEqualTo(reason);
    with.s3.clearFaults();

    assertThat(with.execute(event)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  /** Returns the first answers to a request for an existing object. */
  static Stream<Fault> firstAnswers() {
    return Stream.of(
        Fault.error(503, "SlowDown"),
        Fault.error(403, "AccessDenied"),
        Fault.error(412, "PreconditionFailed"),
        Fault.error(301, "PermanentRedirect"),
        Fault.empty200(),
        Fault.reset(),
        Fault.lostAnswer());
  }

  @ParameterizedTest
  @MethodSource("firstAnswers")
  void execute_faultAndTheSourceIsThere_deletesNothing(Fault fault) {
    with.putSmall("v1");
    with.put("dst", "k", "v1");
    with.s3.clearRequests();
    ObjectEvent event = with.removed();
    with.s3.onNext("HeadObject", fault);

    assertThat(with.failure(event)).isNotNull();
    // An error of HEAD is explained by requesting the first byte.
    assertThat(with.s3.operations()).startsWith("HeadObject").isSubsetOf("HeadObject", "GetObject");
    assertThat(with.replica()).isEqualTo("v1");
  }

  @Test
  void execute_goneWithoutListBucket_isAmbiguousAndDeletesNothing() {
    with.put("dst", "k", "old");
    with.s3.deny("*", "s3:ListBucket", "src");
    CopyException e = with.failure(with.removed());

    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageContaining("s3:ListBucket");
    assertThat(with.replica()).isEqualTo("old");
  }

  @Test
  void execute_sourceBucketIsMissing_deletesNothing() {
    with.put("dst", "k", "old");
    CopyPlan plan = with.plan(with.removed(), "no-such-bucket");
    CopyException e =
        catchThrowableOfType(
            CopyException.class, () -> with.executor().execute(plan, Deadline.none()));

    assertThat(e.reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(with.replica()).isEqualTo("old");
  }

  @Test
  void execute_deleteIsForbidden_isReported() {
    with.put("dst", "k", "old");
    with.s3.deny("*", "s3:DeleteObject", "dst");
    CopyException e = with.failure(with.removed());

    assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    assertThat(e).hasMessageContaining("DeleteObject s3://dst/k");
  }

  @Test
  void execute_storeThatMissesTheReplica_hasDeletedIt() {
    with.s3.onNext("DeleteObject", Fault.error(404, "NoSuchKey"));

    assertThat(with.execute(with.removed())).isInstanceOf(DeleteReceipt.class);
  }

  /** Returns the answers after which the replica may still exist. */
  static Stream<Fault> doubtfulAnswers() {
    return Stream.of(
        Fault.error(404, "NoSuchKey"), Fault.empty200(), Fault.errorIn200("InternalError"));
  }

  @ParameterizedTest
  @MethodSource("doubtfulAnswers")
  void execute_deleteIsAnsweredOtherThanByS3_isLookedAtBeforeItIsBelieved(Fault fault) {
    with.put("dst", "k", "old");
    ObjectEvent event = with.removed();
    with.s3.onNext("DeleteObject", fault);

    assertThat(with.failure(event).reason()).isEqualTo(FailureReason.CONFLICT);
    assertThat(with.execute(event)).isInstanceOf(DeleteReceipt.class);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_destinationBucketIsMissing_isReported() {
    with.s3.onNext("DeleteObject", Fault.error(404, "NoSuchBucket"));

    assertThat(with.failure(with.removed()).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void execute_faultWhenACopyTakesItsReplicaBack_isReportedAndTheNextTryDeletes(
      String request, String fault, FailureReason reason) {
    with.asAmazonS3();
    with.deletes = true;
    with.options.recheckAfter(Duration.ZERO);
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.after(with::deleteSource));
    onRequest(request, fault(fault));
    Deadline deadline =
        fault.equals("late") ? with.deadline(Duration.ofMillis(700)) : Deadline.none();
    assertThat(failure(event, deadline).reason()).isEqualTo(reason);
    with.s3.clearFaults();

    with.execute(event);
    assertThat(with.hasReplica()).isFalse();
  }
}
