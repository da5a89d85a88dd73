package io.github.s3sync.copy;

import static io.github.s3sync.copy.HeldCopies.RECEIPT;
import static io.github.s3sync.copy.HeldCopies.RULE;
import static io.github.s3sync.copy.HeldCopies.event;
import static io.github.s3sync.copy.HeldCopies.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.HeldCopies.Asked;
import io.github.s3sync.copy.HeldCopies.Copy;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those get who did not copy themselves, and who does not wait to the end. */
@Timeout(60)
class OneCopyPerKeyEndingTest {

  private static final CopyResult SUPERSEDED = new CopyResult.NotNeeded(SkipReason.SUPERSEDED, 0);

  private final HeldCopies copies = new HeldCopies();

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    copies.assertNothingIsLeft();
  }

  @Test
  void execute_copyWasNotNeeded_isNotNeededByThoseWhoJoined() throws Exception {
    Asked leader = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked joined = copies.waitingFor(plan("k", "08"));
    copy.end(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 3));

    assertThat(leader.result()).isEqualTo(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 3));
    assertThat(joined.result()).isEqualTo(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 0));
  }

  @Test
  void execute_copyFailed_failsForThoseWhoJoined() throws Exception {
    IllegalStateException cause = new IllegalStateException();
    CopyException failure = new CopyException(FailureReason.THROTTLED, "slow down", 4, cause);
    Asked leader = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked joined = copies.waitingFor(plan("k", "08"));
    copy.fail(failure);

    assertThat(leader.copyException()).isSameAs(failure);
    CopyException shared = joined.copyException();
    assertThat(shared.reason()).isEqualTo(FailureReason.THROTTLED);
    assertThat(shared).hasMessage("slow down").hasCause(cause);
    assertThat(shared.requests()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_ENOUGH_TIME", "INTERRUPTED"})
  void execute_copyFailedForAReasonOfItsThread_othersTryThemselves(FailureReason reason)
      throws Exception {
    CopyException failure = new CopyException(reason, "its own", 1, null);
    Asked leader = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked a = copies.waitingFor(plan("k", "08"));
    Asked b = copies.waitingFor(plan("k", "08"));
    copy.fail(failure);

    assertThat(leader.copyException()).isSameAs(failure);
    Copy again = copies.next();
    assertThat(again.thread()).isIn(a.thread(), b.thread());
    again.end(RECEIPT);
    // The other joined, or was slow to hear of the failure and found nothing to join any more.
    assertThat(List.of(copies.resultOfCopyingOn(a), copies.resultOfCopyingOn(b)))
        .contains(RECEIPT)
        .isSubsetOf(RECEIPT, SUPERSEDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void execute_copyEndedUnforeseen_othersTryThemselves(boolean error) throws Exception {
    Asked leader = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked joined = copies.waitingFor(plan("k", "08"));
    if (error) {
      copy.fail(new NoClassDefFoundError("boom"));
    } else {
      copy.fail(new IllegalStateException("boom"));
    }

    assertThat(leader.failure())
        .isInstanceOf(error ? NoClassDefFoundError.class : IllegalStateException.class);
    Copy again = copies.next();
    assertThat(again.thread()).isSameAs(joined.thread());
    again.end(RECEIPT);
    assertThat(joined.result()).isSameAs(RECEIPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "09"})
  void execute_deadlinePassesWhileWaiting_leavesTheOthersAlone(String sequencer) throws Exception {
    Asked leader = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked waiting = copies.waitingFor(plan("k", "09"));

    Asked hasty = copies.ask(plan("k", sequencer), Deadline.after(Duration.ofMillis(20)));
    CopyException e = hasty.copyException();
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    assertThat(e).hasMessage("given up while other work for s3://dst/k was going on").hasNoCause();
    assertThat(e.requests()).isZero();

    assertThat(leader.answer()).isNotDone();
    copy.end(RECEIPT);
    copies.next().end(RECEIPT);
    assertThat(waiting.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_noTimeLeft_doesNotWaitButCopiesWhereNobodyIs() throws Exception {
    Asked leader = copies.ask(plan("k", "08"), Deadline.after(Duration.ZERO));
    Copy copy = copies.next();
    Asked late = copies.ask(plan("k", "08"), Deadline.after(Duration.ZERO));

    assertThat(late.copyException().reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
    copy.end(RECEIPT);
    assertThat(leader.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_interruptedWhileWaiting_staysInterruptedAndLeavesTheOthersAlone() throws Exception {
    copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked leaving = copies.waitingFor(plan("k", "09"));
    Asked staying = copies.waitingFor(plan("k", "09"));
    leaving.thread().interrupt();

    assertThat(leaving.copyException().reason()).isEqualTo(FailureReason.INTERRUPTED);
    assertThat(leaving.interrupted().join()).isTrue();
    copy.end(RECEIPT);
    Copy next = copies.next();
    assertThat(next.thread()).isSameAs(staying.thread());
    next.end(RECEIPT);
    assertThat(staying.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_allOfARoundLeave_theRoundBehindItHasItsTurn() throws Exception {
    copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked leaving = copies.waitingFor(plan("k", "09"));
    CopyPlan behind = plan(event(EventSource.S3, EventKind.CREATED, "b/k", "01"), RULE, "k");
    Asked staying = copies.waitingFor(behind);
    leaving.thread().interrupt();
    assertThat(leaving.copyException().reason()).isEqualTo(FailureReason.INTERRUPTED);
    copy.end(RECEIPT);

    Copy next = copies.next();
    assertThat(next.plan()).isSameAs(behind);
    next.end(RECEIPT);
    assertThat(staying.result()).isSameAs(RECEIPT);
  }
}
