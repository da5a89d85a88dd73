package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the settings that a copy sends with every request, and its reaction to the deadline. */
class S3CopyExecutorLimitTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_requesterPays_isSaidOnEveryCall(CopyPath path) {
    with.s3.bucket("src").requesterPays();
    with.s3.bucket("dst").requesterPays();
    with.options.requestPayer(true);
    with.options.transfer(path.transfer());
    ObjectEvent event = path.parts() == 0 ? with.paidSmall() : with.putLarge();
    with.s3.clearRequests();
    with.execute(event);
    assertThat(with.s3.requests())
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("x-amz-request-payer", "requester"));
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_ownersGiven_areSentOnEveryCall(CopyPath path) {
    with.options.transfer(path.transfer());
    ObjectEvent event = path.parts() == 0 ? with.putSmall("v1") : with.putLarge();
    with.s3.clearRequests();
    with.executor().execute(with.plan(event, "src"), Deadline.none());
    assertThat(with.s3.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.headers())
                  .containsEntry("x-amz-expected-bucket-owner", "111111111111");
              if (request.headers().containsKey("x-amz-copy-source")) {
                assertThat(request.headers())
                    .containsEntry("x-amz-source-expected-bucket-owner", "111111111111");
              }
            });
  }

  @Test
  void execute_deadlineInMidCopy_endsInTimeAndAborts() {
    ObjectEvent event = with.putLarge();
    with.s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(400)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () ->
                with.executor()
                    .execute(with.plan(event, "src"), Deadline.after(Duration.ofMillis(700))));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(with.s3.operations()).doesNotContain("CompleteMultipartUpload");
  }

  @Test
  void execute_answerLaterThanTheDeadline_isNotEnoughTime() {
    ObjectEvent event = with.putSmall("v1");
    with.s3.onNext("CopyObject", Fault.delayAfter(Duration.ofSeconds(2)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () ->
                with.executor()
                    .execute(with.plan(event, "src"), Deadline.after(Duration.ofMillis(300))));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
  }

  @Test
  void execute_noTimeLeft_beginsNothing() {
    ObjectEvent event = with.putSmall("v1");
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> with.executor().execute(with.plan(event, "src"), Deadline.after(Duration.ZERO)));
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(with.s3.operations()).isEmpty();
  }

  @Test
  void execute_interruptedInMidCopy_abortsAndKeepsTheFlag() {
    ObjectEvent event = with.putLarge();
    Thread caller = Thread.currentThread();
    with.s3.onNext("UploadPartCopy", Fault.first(caller::interrupt));
    with.s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(200)));
    CopyException e =
        catchThrowableOfType(
            CopyException.class,
            () -> with.executor().execute(with.plan(event, "src"), Deadline.none()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.reason()).isEqualTo(FailureReason.INTERRUPTED);
  }

  @Test
  void execute_severalPartsAtOnce_abortsOnlyAfterTheLastHasEnded() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      with.concurrency = Concurrency.of(pool, 4);
      with.s3.putSynthetic("src", "k", 8 * CopyFixture.PART, Map.of());
      with.s3.onNext("UploadPartCopy", Fault.error(403, "AccessDenied"));
      with.s3.always("UploadPartCopy", Fault.delay(Duration.ofMillis(100)));
      with.s3.clearRequests();
      assertThat(with.failure(with.head(8 * CopyFixture.PART)).reason())
          .isEqualTo(FailureReason.ACCESS_DENIED);
      List<String> operations = with.s3.operations();
      assertThat(operations).filteredOn("UploadPartCopy"::equals).hasSizeBetween(1, 5);
      assertThat(operations.get(operations.size() - 1)).isEqualTo("AbortMultipartUpload");
    } finally {
      pool.shutdownNow();
    }
  }
}
