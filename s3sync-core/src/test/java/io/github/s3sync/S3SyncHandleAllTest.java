package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.MessageBody;
import io.github.s3sync.executor.StepExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class S3SyncHandleAllTest {

  private static final CopyExecutor COPIES =
      new StepExecutor(
          (plan, deadline) ->
              new CopyReceipt("e", "e", null, 1, 0, 1, Duration.ZERO, Instant.ofEpochSecond(1)));

  @Test
  void handleAll_severalBodies_reportsStandInTheirOrder() {
    List<SyncReport> reports =
        sync(COPIES, Concurrency.callerOnly())
            .handleAll(
                List.of(body("in/a", "in/b"), "{\"Event\":\"s3:TestEvent\"}", body("in/c")),
                Deadline.none());

    assertThat(reports)
        .extracting(SyncReport::summary, SyncReport::setUpMessages)
        .containsExactly(
            tuple("2 copied, 0 skipped, 0 failed", 0),
            tuple("0 copied, 0 skipped, 0 failed", 1),
            tuple("1 copied, 0 skipped, 0 failed", 0));
    assertThat(reports.get(0).copied())
        .extracting(outcome -> outcome.plan().source().key())
        .containsExactly("in/a", "in/b");
    assertThat(reports.get(2).copied().get(0).plan().source().key()).isEqualTo("in/c");
  }

  @Test
  void handleMessages_bodyThatCannotBeRead_namesItsMessage() {
    List<SyncReport> reports =
        sync(COPIES, Concurrency.callerOnly())
            .handleMessages(
                List.of(
                    new MessageBody("m1", "garbage"),
                    new MessageBody("m2", "{\"Records\":[7]}"),
                    new MessageBody("m3", "{\"tasks\":[{\"taskId\":\"T\"}]}"),
                    new MessageBody(null, "{}"),
                    new MessageBody("m5", body("in/a"))),
                Deadline.none());

    assertThat(reports)
        .flatExtracting(SyncReport::failed)
        .extracting(CopyOutcome.Failed::recordId)
        .containsExactly("m1", "m2", "T", null);
    assertThat(reports.get(4).copied()).hasSize(1);
  }

  @Test
  void handleAll_malformedBody_failsAloneAndIsTold() {
    List<CopyOutcome> heard = new ArrayList<>();
    S3Sync sync =
        S3Sync.builder()
            .rules(CopyRule.named("all").from("src").to("dst").build())
            .executor(COPIES)
            .listener(heard::add)
            .build();

    List<SyncReport> reports = sync.handleAll(List.of("no JSON", body("in/a")), Deadline.none());

    assertThat(reports.get(0).failed())
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureReason.MALFORMED_EVENT);
              assertThat(failed.message())
                  .contains("the body is not JSON")
                  .doesNotContain("record");
            });
    assertThat(reports.get(1).copied()).hasSize(1);
    assertThat(heard).hasSize(2);
  }

  @Test
  void handleAll_noBodies_noReports() {
    assertThat(sync(COPIES, Concurrency.callerOnly()).handleAll(List.of(), Deadline.none()))
        .isEmpty();
  }

  @Test
  void handleAll_bodiesOfOneRecord_areCopiedAtOnce() {
    CountDownLatch both = new CountDownLatch(2);
    CopyExecutor meeting =
        new StepExecutor(
            (plan, deadline) -> {
              both.countDown();
              try {
                assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return COPIES.execute(plan, deadline);
            });
    ExecutorService helpers = Executors.newSingleThreadExecutor();
    try {
      List<SyncReport> reports =
          sync(meeting, Concurrency.of(helpers, 1))
              .handleAll(List.of(body("in/a"), body("in/b")), Deadline.none());

      assertThat(reports).allMatch(report -> report.copied().size() == 1);
    } finally {
      helpers.shutdownNow();
    }
  }

  private static S3Sync sync(CopyExecutor executor, Concurrency concurrency) {
    return S3Sync.builder()
        .rules(CopyRule.named("all").from("src").to("dst").build())
        .executor(executor)
        .concurrency(concurrency)
        .build();
  }

  private static String body(String... keys) {
    List<String> records = new ArrayList<>();
    for (String key : keys) {
      records.add(
          """
          {"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
           "s3":{"bucket":{"name":"src"},"object":{"key":"%s"}}}
          """
              .formatted(key));
    }
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }
}
