package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.BackOff;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks which messages return after a back-off, and that an error of this changes nothing else.
 */
class RedeliveryTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:q";
  private static final BackOff LONGEST =
      new BackOff(Duration.ofSeconds(5), Duration.ofMinutes(15), () -> 1);

  private final RecordedQueues queues = new RecordedQueues(20);
  private final List<List<Redelivery.Delay>> calls = queues.delays;
  private final Redelivery redelivery = new Redelivery(queues, LONGEST);

  @Test
  void delay_transientFailures_doubleWithEachReceive() {
    redelivery.delay(
        List.of(
            failed("a", 1, FailureReason.THROTTLED),
            failed("b", 3, FailureReason.NO_ANSWER),
            failed("c", 40, FailureReason.NOT_ENOUGH_TIME)),
        Deadline.none());

    assertThat(calls)
        .containsExactly(
            List.of(
                new Redelivery.Delay("receipt-a", 5),
                new Redelivery.Delay("receipt-b", 20),
                new Redelivery.Delay("receipt-c", 900)));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "ACCESS_DENIED",
        "KMS_KEY",
        "MALFORMED_EVENT",
        "RULE_FAILED",
        "INCOMPATIBLE_LIBRARY"
      })
  void delay_otherFailures_keepTheQueuesTime(FailureReason reason) {
    redelivery.delay(List.of(failed("a", 1, reason)), Deadline.none());

    assertThat(calls).isEmpty();
  }

  @Test
  void delay_oneOfTwoRecordsIsTransient_isRetriedSoon() {
    redelivery.delay(
        List.of(failed("a", 1, FailureReason.ACCESS_DENIED, FailureReason.THROTTLED)),
        Deadline.none());

    assertThat(calls).hasSize(1);
  }

  @Test
  void delay_moreThanTen_areSeveralCalls() {
    redelivery.delay(
        IntStream.range(0, 21).mapToObj(i -> failed("m" + i, 1, FailureReason.THROTTLED)).toList(),
        Deadline.none());

    assertThat(calls).extracting(List::size).containsExactly(10, 10, 1);
  }

  @Test
  void delay_noTimeLeft_asksNothing() {
    redelivery.delay(
        List.of(failed("a", 1, FailureReason.THROTTLED)), Deadline.after(Duration.ZERO));

    assertThat(calls).isEmpty();
  }

  @Test
  void delay_messageWithoutReceiptOrQueue_isLeftAlone() {
    redelivery.delay(
        List.of(
            failed(new SqsMessage("a", "", null, 1, QUEUE), FailureReason.THROTTLED),
            failed(new SqsMessage("b", "", "r", 1, null), FailureReason.THROTTLED)),
        Deadline.none());

    assertThat(calls).isEmpty();
  }

  @Test
  void delay_queueRefuses_isLoggedOnceAndNotAskedAgain() {
    Redelivery refused = new Redelivery(queues, LONGEST);
    queues.refusal = new IllegalStateException("AccessDenied");

    String log =
        CapturedErr.of(
            () -> {
              refused.delay(List.of(failed("a", 1, FailureReason.THROTTLED)), Deadline.none());
              refused.delay(List.of(failed("b", 1, FailureReason.THROTTLED)), Deadline.none());
            });

    assertThat(queues.calls).isEqualTo(1);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("WARN", QUEUE, "AccessDenied", "sqs:ChangeMessageVisibility");
  }

  @Test
  void settle_progressAtTheLastReceive_isSentOnceMoreAndNotReported() {
    FailedMessage last = progressed("a", 20);
    FailedMessage earlier = progressed("b", 19);
    FailedMessage without = failed("c", 20, FailureReason.NOT_ENOUGH_TIME);

    assertThat(redelivery.settle(List.of(last, earlier, without), Deadline.none()))
        .containsExactly(earlier, without);
    assertThat(queues.sent).containsExactly("body of a");
    // A message that progresses returns as soon as after its first failure.
    assertThat(calls)
        .containsExactly(
            List.of(new Redelivery.Delay("receipt-b", 5), new Redelivery.Delay("receipt-c", 900)));
  }

  /** The message is received again each time if its delete is denied. */
  @Test
  void settle_messageIsNotDeletedAfterwards_isSentOnceMoreOnlyOnce() {
    for (int receive = 1; receive <= 100; receive++) {
      redelivery.settle(List.of(progressed("a", receive)), Deadline.none());
    }

    assertThat(queues.sent).containsExactly("body of a");
  }

  @Test
  void settle_queueWithoutRedrivePolicy_sendsNothing() {
    RecordedQueues without = new RecordedQueues(Integer.MAX_VALUE);
    Redelivery some = new Redelivery(without, LONGEST);

    for (int receive = 1; receive <= 100; receive++) {
      assertThat(some.settle(List.of(progressed("a", receive)), Deadline.none())).hasSize(1);
    }

    assertThat(without.sent).isEmpty();
  }

  @Test
  void settle_queueRefusesToBeSentTo_reportsTheMessageAndSaysWhatIsMissing() {
    FailedMessage last = progressed("a", 20);
    queues.refusal = new IllegalStateException("AccessDenied");

    String log =
        CapturedErr.of(
            () ->
                assertThat(redelivery.settle(List.of(last), Deadline.none()))
                    .containsExactly(last));

    assertThat(log).contains("WARN", "message a", "AccessDenied", "sqs:SendMessage");
  }

  @Test
  void settle_queueRefusesForSeveralMessages_isAskedAndLoggedOnce() {
    FailedMessage one = progressed("a", 2);
    FailedMessage other = progressed("b", 2);
    queues.refusal = new IllegalStateException("AccessDenied");

    String log =
        CapturedErr.of(
            () -> {
              assertThat(redelivery.settle(List.of(one, other), Deadline.none()))
                  .containsExactly(one, other);
              assertThat(redelivery.settle(List.of(one), Deadline.none())).containsExactly(one);
            });

    // Whether this receive is the last is not known.
    assertThat(log).containsOnlyOnce("message a may go to the dead-letter queue");
    assertThat(log).doesNotContain("message b");
    assertThat(queues.calls).as("one for each purpose").isEqualTo(2);
  }

  @Test
  void settle_visibilityCannotBeChanged_progressIsSentOnceMoreAllTheSame() {
    queues.refusal = new IllegalStateException("AccessDenied");
    CapturedErr.of(
        () -> redelivery.delay(List.of(failed("a", 1, FailureReason.THROTTLED)), Deadline.none()));
    queues.refusal = null;

    assertThat(redelivery.settle(List.of(progressed("b", 20)), Deadline.none())).isEmpty();
    assertThat(queues.sent).containsExactly("body of b");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "5, false", "19, false", "20, true", "1000, true"})
  void delay_maxReceiveCountOfTheQueue_decidesWhetherTheWaitIsShort(int receives, boolean isShort) {
    RecordedQueues few = new RecordedQueues(receives);
    Redelivery some = new Redelivery(few, LONGEST);

    String log =
        CapturedErr.of(
            () -> {
              some.delay(List.of(failed("a", 1, FailureReason.THROTTLED)), Deadline.none());
              some.delay(List.of(failed("b", 1, FailureReason.THROTTLED)), Deadline.none());
            });

    assertThat(few.delays).hasSize(isShort ? 2 : 0);
    assertThat(log.lines()).hasSize(isShort ? 0 : 1);
    assertThat(log).contains(isShort ? "" : "maxReceiveCount " + receives);
  }

  private static FailedMessage progressed(String id, int receiveCount) {
    CopyException cause = mock(CopyException.class);
    when(cause.partsKept()).thenReturn(3);
    CopyOutcome outcome =
        new CopyOutcome.Failed(
            null, null, null, null, FailureReason.NOT_ENOUGH_TIME, "no", 0, cause);
    return new FailedMessage(
        new SqsMessage(id, "body of " + id, "receipt-" + id, receiveCount, QUEUE),
        new SyncReport(List.of(outcome), 0));
  }

  private static FailedMessage failed(String id, int receiveCount, FailureReason... reasons) {
    return failed(new SqsMessage(id, "", "receipt-" + id, receiveCount, QUEUE), reasons);
  }

  private static FailedMessage failed(SqsMessage message, FailureReason... reasons) {
    List<CopyOutcome> outcomes =
        Arrays.stream(reasons)
            .<CopyOutcome>map(
                reason -> new CopyOutcome.Failed(null, null, null, null, reason, "no", 0, null))
            .toList();
    return new FailedMessage(message, new SyncReport(outcomes, 0));
  }
}
