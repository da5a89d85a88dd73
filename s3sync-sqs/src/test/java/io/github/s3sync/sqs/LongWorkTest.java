package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class LongWorkTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final InFlight inFlight =
      new InFlight(new Queue(new FakeSqs(), "queue"), MINUTE, time::get);
  private final LongWork work = new LongWork(inFlight, time::get);

  private Delivery add(String id) {
    Message message = Message.builder().messageId(id).receiptHandle("handle").build();
    Delivery delivery = new Delivery(message, time.get(), time.get());
    inFlight.add(delivery);
    return delivery;
  }

  private String logOf(int minutes) {
    return CapturedLog.of(
        () -> {
          for (int i = 0; i < minutes; i++) {
            time.addAndGet(MINUTE.toNanos());
            work.step();
          }
        });
  }

  @Test
  void step_messageInWorkForLong_isSaidOnceAnHour() {
    add("slow").begin();
    assertThat(logOf(59)).isEmpty();
    assertThat(logOf(1)).containsOnlyOnce("message slow has been in work for 60 minutes");
    assertThat(logOf(59)).isEmpty();
    assertThat(logOf(1)).containsOnlyOnce("message slow has been in work for 120 minutes");
  }

  @Test
  void step_messageDoneBefore_isNotSaid() {
    Delivery delivery = add("quick");
    delivery.begin();
    delivery.settle();
    assertThat(logOf(200)).isEmpty();
  }

  @Test
  void step_manyMessages_areFewLines() {
    for (int i = 0; i < 500; i++) {
      add("m" + i);
    }
    assertThat(logOf(60).lines())
        .hasSizeLessThanOrEqualTo(11)
        .last()
        .asString()
        .contains("490 more");
  }
}
