package io.github.s3sync.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;

/** A long run keeps messages hidden, with a clock that the test sets. */
class HiddenMessagesTest {

  private final AtomicLong now = new AtomicLong();
  private final Visibility sqs = new Visibility();
  private final HiddenMessages hidden =
      new HiddenMessages(new DeadLetterQueue(sqs, "http://q"), 1_000, now::get);

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void extend_beforeHalfOfTheTime_asksNothing() {
    hidden.add("a", now.get());
    after(DeadLetterQueue.HIDDEN.dividedBy(2).minusNanos(1));
    hidden.extend();
    assertThat(sqs.calls).isEmpty();
  }

  @Test
  void extend_afterHalfOfTheTime_extendsInBatches() {
    for (int i = 0; i < 25; i++) {
      hidden.add("m" + i, now.get());
    }
    after(DeadLetterQueue.HIDDEN.dividedBy(2));
    hidden.add("young", now.get());
    hidden.extend();
    hidden.extend();
    assertThat(sqs.calls).extracting(List::size).containsExactly(10, 10, 5);
    assertThat(sqs.seconds).containsOnly((int) DeadLetterQueue.HIDDEN.toSeconds());
  }

  @Test
  void extend_noAnswer_isTriedAgainBeforeTheMessageIsVisible() {
    hidden.add("a", now.get());
    after(DeadLetterQueue.HIDDEN.dividedBy(2));
    sqs.fails = true;
    hidden.extend();
    sqs.fails = false;
    after(DeadLetterQueue.HIDDEN.dividedBy(4));
    hidden.extend();
    assertThat(sqs.calls).containsExactly(List.of("a"), List.of("a"));
  }

  @Test
  void release_makesEachMessageVisibleOnce() {
    for (int i = 0; i < 12; i++) {
      hidden.add("m" + i, now.get());
    }
    hidden.release();
    hidden.release();
    assertThat(sqs.calls).extracting(List::size).containsExactly(10, 2);
    assertThat(sqs.seconds).containsOnly(0);
  }

  @Test
  void release_noAnswer_endsAfterAFewCalls() {
    for (int i = 0; i < 1_000; i++) {
      hidden.add("m" + i, now.get());
    }
    sqs.fails = true;
    hidden.release();
    assertThat(sqs.calls).hasSize(3);
  }

  @Test
  void release_afterTheTimeHasPassed_asksNothing() {
    hidden.add("visible again", now.get());
    after(DeadLetterQueue.HIDDEN);
    hidden.add("young", now.get());
    hidden.release();
    assertThat(sqs.calls).containsExactly(List.of("young"));
  }

  @Test
  void extend_noAnswer_endsAfterOneCall() {
    for (int i = 0; i < 1_000; i++) {
      hidden.add("m" + i, now.get());
    }
    after(DeadLetterQueue.HIDDEN.dividedBy(2));
    sqs.fails = true;
    hidden.extend();
    assertThat(sqs.calls).hasSize(1);
  }

  /** Answers calls that change the visibility of messages. */
  private static final class Visibility implements SqsClient {

    private final List<List<String>> calls = new ArrayList<>();
    private final List<Integer> seconds = new ArrayList<>();
    private boolean fails;

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
        ChangeMessageVisibilityBatchRequest request) {
      calls.add(request.entries().stream().map(entry -> entry.receiptHandle()).toList());
      request.entries().forEach(entry -> seconds.add(entry.visibilityTimeout()));
      if (fails) {
        throw SdkClientException.create("injected");
      }
      return ChangeMessageVisibilityBatchResponse.builder()
          .successful(
              request.entries().stream()
                  .map(e -> ChangeMessageVisibilityBatchResultEntry.builder().id(e.id()).build())
                  .toList())
          .build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
