package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class DeliveryTest {

  private final Delivery delivery = new Delivery(Message.builder().body("body").build(), 0, 0);

  @Test
  void begin_twice_isDoneOnce() {
    assertThat(delivery.begin()).isTrue();
    assertThat(delivery.begin()).isFalse();
  }

  @Test
  void begin_givenBack_isTooLate() {
    assertThat(delivery.markReleased()).isTrue();
    assertThat(delivery.begin()).isFalse();
    assertThat(delivery.begun()).isFalse();
  }

  @Test
  void settle_givenBackMeanwhile_isTooLate() {
    delivery.begin();
    assertThat(delivery.markReleased()).isTrue();
    assertThat(delivery.settle()).isFalse();
    assertThat(delivery.settled()).isFalse();
  }

  @Test
  void markReleased_settledOrReleased_isTooLate() {
    delivery.begin();
    assertThat(delivery.settle()).isTrue();
    assertThat(delivery.markReleased()).isFalse();
    Delivery other = new Delivery(Message.builder().build(), 0, 0);
    other.markReleased();
    assertThat(other.markReleased()).isFalse();
  }

  @Test
  void park_running_canBeBegunAgainOrGivenBack() {
    assertThat(delivery.park()).as("no thread works on it").isFalse();
    delivery.begin();
    assertThat(delivery.park()).isTrue();
    assertThat(delivery.begin()).as("not before it is unparked").isFalse();
    assertThat(delivery.begun()).isTrue();
    assertThat(delivery.running()).isFalse();
    assertThat(delivery.unpark()).isTrue();
    assertThat(delivery.begin()).isTrue();
    assertThat(delivery.running()).isTrue();
    assertThat(delivery.park()).isTrue();
    assertThat(delivery.parkings()).isEqualTo(2);
    assertThat(delivery.markReleased()).isTrue();
    assertThat(delivery.unpark()).isFalse();
  }

  @Test
  void attributes_absent_areThoseOfAFirstDelivery() {
    assertThat(delivery.receiveCount()).isEqualTo(1);
    assertThat(delivery.sent()).isNull();
  }
}
