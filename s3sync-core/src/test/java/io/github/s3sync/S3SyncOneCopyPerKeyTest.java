package io.github.s3sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.executor.Waiting;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Handles many events of one key at the same time, through the façade and over HTTP. */
@Timeout(60)
class S3SyncOneCopyPerKeyTest {

  private static final int WAITING = 20;

  private final FakeS3 s3 = FakeS3.start();
  private final List<SyncReport> reports = Collections.synchronizedList(new ArrayList<>());
  private final S3Sync sync =
      S3Sync.builder()
          .rules(
              CopyRule.named("r")
                  .from("src")
                  .to("dst")
                  // The held copy is slow, so it would copy again by itself.
                  .options(CopyOptions.builder().recheckAfter(Duration.ofHours(1)).build())
                  .build())
          .executor(S3CopyExecutor.builder(s3.client()).build())
          .listener(OutcomeListener.none())
          .build();

  @AfterEach
  void stop() {
    s3.close();
  }

  private ObjectEvent put(String content, @Nullable String sequencer) {
    String eTag =
        s3.client()
            .putObject(r -> r.bucket("src").key("k"), RequestBody.fromString(content))
            .eTag();
    return ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "k")
        .name("ObjectCreated:Put")
        .sizeBytes((long) content.length())
        .eTag(eTag.replace("\"", ""))
        .sequencer(sequencer)
        .build();
  }

  private Thread handling(ObjectEvent event) {
    Thread thread = new Thread(() -> reports.add(sync.handle(List.of(event), Deadline.none())));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void handle_manyEventsOfOneKeyAtOnce_areTwoCopiesAndAllSettled() throws InterruptedException {
    s3.createBucket("src");
    s3.createBucket("dst");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    s3.onNext(
        "CopyObject",
        Fault.after(
            () -> {
              asked.countDown();
              await(goOn);
            }));
    List<Thread> threads = new ArrayList<>();
    ObjectEvent first = put("v0", "00");
    threads.add(handling(first));
    asked.await();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 1; i <= WAITING; i++) {
      waiting.add(handling(i % 4 == 0 ? first : put("v" + i, String.format("%02X", i))));
    }
    Waiting.until(waiting);
    goOn.countDown();
    threads.addAll(waiting);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(s3.operations()).filteredOn("CopyObject"::equals).hasSize(2);
    assertThat(reports).hasSize(1 + WAITING).allMatch(report -> report.failed().isEmpty());
    assertThat(reports).flatExtracting(SyncReport::copied).hasSize(2);
    assertThat(reports)
        .flatExtracting(SyncReport::skipped)
        .extracting(CopyOutcome.Skipped::reason)
        .containsOnly(SkipReason.SUPERSEDED);
    assertThat(s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asUtf8String())
        .isEqualTo("v" + (WAITING - 1));
  }

  /**
   * Times as sent by stores that claim to be S3: constant, from a clock that is behind, or missing.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "0055AED6DCD90281E5, 0055AED6DCD90281E5",
        "1879D2B4F7C3A210,   1879D2B4F776F0E0",
        "00FF,               FF",
        "'',                 ''",
        "null,               null",
        "0A,                 0B",
      })
  void handle_newerWriteDuringACopy_isCopiedWhateverItsSequencer(
      @Nullable String first, @Nullable String second) throws InterruptedException {
    s3.createBucket("src");
    s3.createBucket("dst");
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    s3.onNext(
        "CopyObject",
        Fault.after(
            () -> {
              read.countDown();
              await(goOn);
            }));
    Thread older = handling(put("old", first));
    read.await();
    Thread newer = handling(put("new", second));
    Waiting.until(List.of(newer));
    goOn.countDown();
    older.join();
    newer.join();

    assertThat(reports).allMatch(report -> report.copied().size() == 1);
    assertThat(s3.client().getObjectAsBytes(r -> r.bucket("dst").key("k")).asUtf8String())
        .isEqualTo("new");
  }
}
