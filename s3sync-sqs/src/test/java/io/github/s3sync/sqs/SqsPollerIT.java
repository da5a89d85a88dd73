package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth.State;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class SqsPollerIT {

  private final PollerFixture fixture = new PollerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void poll_messagesOfObjects_areCopiedAndDeleted() throws Exception {
    IntStream.range(0, 100).forEach(i -> fixture.put("k" + i, "content " + i));
    try (SqsPoller poller = fixture.poller().build()) {
      poller.start();
      PollerFixture.await("all told", () -> fixture.outcomes.size() == 100);
    }
    assertThat(fixture.fates()).containsOnly(Fate.ACKNOWLEDGED);
    assertThat(fixture.queued()).isZero();
    assertThat(fixture.s3.bucket(PollerFixture.DESTINATION).keys()).hasSize(100);
    assertThat(fixture.replica("k7")).isEqualTo("content 7");
  }

  /** Slots are always free, and no delete is due before ten messages are done. */
  @Test
  void poll_fullQueue_costsAtMostTwentyOneCallsForAHundredMessages() throws Exception {
    IntStream.range(0, 300).forEach(i -> fixture.put("k" + i, "content " + i));
    try (SqsPoller poller =
        fixture.poller().concurrency(300).acknowledgeWithin(Duration.ofSeconds(10)).build()) {
      poller.start();
      PollerFixture.await("all told", () -> fixture.outcomes.size() == 300);
    }
    // Each of the two receivers finds the queue empty once.
    assertThat(fixture.faults.operations()).hasSizeLessThanOrEqualTo(63 + 2);
  }

  @Test
  void poll_malformedBody_goesToTheDeadLetterQueueAndHoldsUpNobody() throws Exception {
    fixture.send("no notification");
    fixture.put("k", "content");
    try (SqsPoller poller =
        fixture.poller().deadLetterQueueUrl(fixture.deadLetterQueueUrl).build()) {
      poller.start();
      PollerFixture.await("all told", () -> fixture.outcomes.size() == 2);
    }
    assertThat(fixture.fates()).containsExactlyInAnyOrder(Fate.DEAD_LETTERED, Fate.ACKNOWLEDGED);
    assertThat(fixture.replica("k")).isEqualTo("content");
    assertThat(fixture.queued()).isZero();
    assertThat(fixture.deadLetters())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo("no notification");
              assertThat(attribute(message, "s3sync.reason")).isEqualTo("MALFORMED_EVENT");
            });
  }

  @Test
  void health_idleQueue_isReceiving() throws Exception {
    try (SqsPoller poller = fixture.poller().shutdownTimeout(Duration.ofSeconds(1)).build()) {
      assertThat(poller.health().state()).isEqualTo(State.NEW);
      poller.start();
      PollerFixture.await("receiving", () -> poller.health().healthy());
    }
  }

  private static String attribute(Message message, String name) {
    MessageAttributeValue value = message.messageAttributes().get(name);
    return value == null ? "" : value.stringValue();
  }
}
