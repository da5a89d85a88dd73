package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class BusyMessagesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final BusyMessages busy =
      new BusyMessages(2, new BackOff(SECOND, MINUTE, () -> 1), MINUTE, time::get);

  private Delivery running() {
    Delivery delivery = new Delivery(Message.builder().build(), time.get(), time.get());
    delivery.begin();
    return delivery;
  }

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  @Test
  void poll_waitIsOver_returnsItOnce() {
    Delivery delivery = running();
    assertThat(busy.keep(delivery)).isTrue();
    assertThat(busy.isAnyDue()).isFalse();
    assertThat(busy.poll(1)).isEmpty();
    pass(SECOND);
    assertThat(busy.isAnyDue()).isTrue();
    assertThat(busy.poll(0)).as("no slot was free").isEmpty();
    assertThat(busy.size()).isOne();
    assertThat(busy.poll(2)).containsExactly(delivery);
    assertThat(busy.size()).isZero();
    assertThat(busy.poll(1)).isEmpty();
  }

  @Test
  void keep_again_waitsTwiceAsLong() {
    Delivery delivery = running();
    busy.keep(delivery);
    pass(SECOND);
    busy.poll(1);
    delivery.unpark();
    delivery.begin();
    assertThat(busy.keep(delivery)).isTrue();
    pass(SECOND);
    assertThat(busy.isAnyDue()).isFalse();
    pass(SECOND);
    assertThat(busy.isAnyDue()).isTrue();
  }

  @Test
  void keep_tooMany_returnsToTheQueue() {
    busy.keep(running());
    busy.keep(running());
    Delivery third = running();
    assertThat(busy.keep(third)).isFalse();
    assertThat(third.settle()).as("it still runs").isTrue();
    pass(SECOND);
    busy.poll(1);
    assertThat(busy.keep(running())).isTrue();
  }

  @Test
  void keep_sqsWouldShowItMeanwhile_returnsToTheQueue() {
    Delivery late = running();
    pass(Delivery.MAX_HIDDEN.minus(MINUTE));
    assertThat(busy.keep(late)).isFalse();
    Delivery lost = running();
    lost.lose();
    assertThat(busy.keep(lost)).isFalse();
  }

  @Test
  void keep_handedBackMeanwhileOrClosed_isRefused() {
    Delivery handedBack = running();
    handedBack.markReleased();
    assertThat(busy.keep(handedBack)).isFalse();
    Delivery kept = running();
    busy.keep(kept);
    busy.close();
    assertThat(busy.keep(running())).isFalse();
    pass(SECOND);
    assertThat(busy.poll(1)).isEmpty();
    assertThat(kept.markReleased()).as("the caller can hand it back").isTrue();
  }
}
