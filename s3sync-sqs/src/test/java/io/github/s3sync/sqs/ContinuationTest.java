package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Receives one message again and again, as if its delete were denied each time, and counts the
 * messages that are sent in its place.
 */
class ContinuationTest {

  private static final int RECEIVES = 100;

  private final FakeSqs sqs = new FakeSqs();
  private final Queue queue = new Queue(sqs, "queue");

  private void queueSays(int count) {
    sqs.attributes =
        () ->
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:r:1:dead\",\"maxReceiveCount\":%d}"
                    .formatted(count));
  }

  /** Returns the receives after which a message is sent in place of the one that was received. */
  private List<Integer> sentAfter(@Nullable Integer wanted) {
    RedrivePolicy policy = new RedrivePolicy(queue, wanted, Duration.ZERO);
    CapturedLog.of(policy::read);
    Continuation continuation = new Continuation(queue, policy, System::nanoTime);
    return IntStream.rangeClosed(1, RECEIVES)
        .filter(receive -> continuation.isSentOnceMore(delivery(receive), progressed()))
        .boxed()
        .toList();
  }

  private static Delivery delivery(int receive) {
    Message message =
        Message.builder()
            .messageId("m")
            .body("{}")
            .attributes(
                Map.of(
                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, String.valueOf(receive)))
            .build();
    return new Delivery(message, 0, 0);
  }

  private static SyncReport progressed() {
    CopyException cause = mock(CopyException.class);
    when(cause.partsKept()).thenReturn(1);
    return new SyncReport(
        List.of(
            new CopyOutcome.Failed(
                null, null, null, null, FailureReason.NO_ANSWER, "no", 0, cause)),
        0);
  }

  @Test
  void isSentOnceMore_queueWithoutRedrivePolicy_isNever() {
    sqs.attributes = Map::of;

    assertThat(sentAfter(null)).as("SQS never moves the message").isEmpty();
    assertThat(sentAfter(1)).isEmpty();
    assertThat(sqs.sent).isEmpty();
  }

  @Test
  void isSentOnceMore_redrivePolicyIsKnown_isAtItsLastReceive() {
    queueSays(20);

    assertThat(sentAfter(null)).containsExactly(20);
  }

  @Test
  void isSentOnceMore_userAllowsLessThanThePolicy_isAtTheLastReceiveOfTheUser() {
    queueSays(20);

    assertThat(sentAfter(3)).containsExactly(3);
  }

  @Test
  void isSentOnceMore_redrivePolicyIsNotKnown_isOnceForEachMessage() {
    sqs.attributes =
        () -> {
          throw SdkClientException.create("not allowed");
        };

    assertThat(sentAfter(null)).containsExactly(20);
    assertThat(sentAfter(5)).containsExactly(5);
  }
}
