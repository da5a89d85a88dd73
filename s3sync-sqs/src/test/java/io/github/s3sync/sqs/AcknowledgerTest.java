package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.Message;

class AcknowledgerTest {

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final FakeSqs sqs = new FakeSqs();
  private final List<MessageOutcome> told = new ArrayList<>();
  private final Queue queue = new Queue(sqs, "queue");
  private final InFlight inFlight = new InFlight(queue, Duration.ofMinutes(1), time::get);
  private final Acknowledger acknowledger =
      new Acknowledger(queue, inFlight, told::add, Duration.ofSeconds(1), time::get);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      Message message = Message.builder().messageId("m").receiptHandle("handle").build();
      Delivery delivery =
          new Delivery(message, time.get(), time.get() + Duration.ofMinutes(1).toNanos());
      inFlight.add(delivery);
      acknowledger.add(delivery, new MessageOutcome("m", 1, Fate.ACKNOWLEDGED, null));
    }
  }

  @Test
  void add_theTenth_deletesTen() {
    add(9);
    assertThat(sqs.deleted).isEmpty();
    assertThat(acknowledger.outstanding()).isEqualTo(9);
    add(1);
    assertThat(sqs.deleted).hasSize(10);
    assertThat(told).hasSize(10);
    assertThat(inFlight.all()).isEmpty();
  }

  @Test
  void step_timeIsUp_deletesFewer() {
    add(3);
    time.addAndGet(Duration.ofMillis(999).toNanos());
    acknowledger.step();
    assertThat(sqs.deleted).isEmpty();
    time.addAndGet(Duration.ofMillis(1).toNanos());
    acknowledger.step();
    assertThat(sqs.deleted).hasSize(3);
    assertThat(acknowledger.outstanding()).isZero();
  }

  @Test
  void stop_whatIsDoneBeforeOrLater_isNotDeleted() {
    add(5);
    acknowledger.stop();
    add(10);
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    acknowledger.step();
    acknowledger.flush(Duration.ofSeconds(1));
    assertThat(sqs.deleted).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void flush_sqsDoesNotAnswer_endsWhenItsTimeIsOver() {
    add(9);
    List<Duration> patience = new ArrayList<>();
    sqs.onDelete =
        request -> {
          Duration limit =
              request.overrideConfiguration().orElseThrow().apiCallTimeout().orElseThrow();
          patience.add(limit);
          throw SdkClientException.create("no answer");
        };
    acknowledger.flush(Duration.ZERO);
    assertThat(patience).isEmpty();
    acknowledger.flush(Duration.ofSeconds(5));
    assertThat(patience)
        .singleElement()
        .satisfies(limit -> assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(5)));
  }
}
