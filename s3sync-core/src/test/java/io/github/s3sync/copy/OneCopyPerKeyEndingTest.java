package io.github.s3sync.copy;

import static io.github.s3sync.copy.HeldCopies.RECEIPT;
import static io.github.s3sync.copy.HeldCopies.RULE;
import static io.github.s3sync.copy.HeldCopies.event;
import static io.github.s3sync.copy.HeldCopies.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.HeldCopies.Asked;
import io.github.s3sync.copy.HeldCopies.Copy;
import io.github.s3sync.copy.HeldCopies.Shared;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.executor.Waiting;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the results of threads that did not copy themselves, and of those that stop waiting. */
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
    Shared shared = copies.shared(plan("k", "08"));
    shared.copy().end(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 3));

    assertThat(shared.leader().result())
        .isEqualTo(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 3));
    assertThat(shared.joined().result())
        .isEqualTo(new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 0));
  }

  @Test
  void execute_copyFailed_failsForThoseWhoJoined() throws Exception {
    IllegalStateException cause = new IllegalStateException();
    CopyException failure = new CopyException(FailureReason.THROTTLED, "slow down", 4, cause);
    Shared shared = copies.shared(plan("k", "08"));
    shared.copy().fail(failure);

    assertThat(shared.leader().copyException()).isSameAs(failure);
    CopyException its = shared.joined().copyException();
    assertThat(its.reason()).isEqualTo(FailureReason.THROTTLED);
    assertThat(its).hasMessage("slow down").hasCause(cause);
    assertThat(its.requests()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_ENOUGH_TIME", "INTERRUPTED", "BUSY"})
  void execute_copyFailedForAReasonOfItsThread_othersTryThemselves(FailureReason reason)
      throws Exception {
    CopyException failure = new CopyException(reason, "its own", 1, null);
    Shared shared = copies.shared(plan("k", "08"));
    shared.copy().fail(failure);

    assertThat(shared.leader().copyException()).isSameAs(failure);
    Copy again = copies.next();
    assertThat(again.thread()).isSameAs(shared.joined().thread());
    again.end(RECEIPT);
    assertThat(shared.joined().result()).isSameAs(RECEIPT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void execute_copyEndedUnforeseen_othersTryThemselves(boolean error) throws Exception {
    Shared shared = copies.shared(plan("k", "08"));
    if (error) {
      shared.copy().fail(new NoClassDefFoundError("boom"));
    } else {
      shared.copy().fail(new IllegalStateException("boom"));
    }

    assertThat(shared.leader().failure())
        .isInstanceOf(error ? NoClassDefFoundError.class : IllegalStateException.class);
    Copy again = copies.next();
    assertThat(again.thread()).isSameAs(shared.joined().thread());
    again.end(RECEIPT);
    assertThat(shared.joined().result()).isSameAs(RECEIPT);
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
    assertThat(e)
        .hasMessage("gave up waiting: another operation on s3://dst/k was still running")
        .hasNoCause();
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

  /** A result of the executor about one event does not apply to the others. */
  @ParameterizedTest
  @EnumSource(names = {"OWN_COPY", "REPLICA_NEWER", "FILTERED"})
  void execute_resultIsAboutOneEvent_isThatOfItsOwnThreadOnly(SkipReason reason) throws Exception {
    CopyResult aboutIt = new CopyResult.NotNeeded(reason, 2);
    copies.ask(plan("k", "01"));
    Copy running = copies.next();
    CopyPlan usersPlan = plan("k", "02");
    Asked users = copies.waitingFor(usersPlan);
    CopyPlan echoPlan = plan("k", "03");
    Asked echo = copies.waitingFor(echoPlan);
    running.end(RECEIPT);

    // The first round handles the newest event, whichever thread executes it.
    Copy first = copies.next();
    assertThat(first.plan()).isSameAs(echoPlan);
    first.end(aboutIt);
    for (boolean usersDone = false; !usersDone; ) {
      Copy next = copies.next();
      usersDone = next.plan().equals(usersPlan);
      next.end(usersDone ? RECEIPT : aboutIt);
    }

    assertThat(users.result()).isEqualTo(RECEIPT);
    assertThat(copies.resultOfCopyingOn(echo)).isIn(aboutIt, SUPERSEDED, RECEIPT);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWN_COPY", "REPLICA_NEWER", "FILTERED"})
  void execute_resultIsAboutThePlanOfAnotherThread_isThatOfTheOtherAndNothingIsExecutedTwice(
      SkipReason reason) throws Exception {
    CopyResult aboutIt = new CopyResult.NotNeeded(reason, 2);
    copies.ask(plan("k", "01"));
    Copy running = copies.next();
    CopyPlan middlePlan = plan("k", "03");
    Asked middle = copies.waitingFor(middlePlan);
    CopyPlan oldestPlan = plan("k", "02");
    Asked oldest = copies.waitingFor(oldestPlan);
    CopyPlan newestPlan = plan("k", "04");
    Asked newest = copies.waitingFor(newestPlan);
    running.end(RECEIPT);

    List<CopyPlan> executed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Copy copy = copies.next();
      executed.add(copy.plan());
      copy.end(aboutIt);
    }

    // Whichever thread executed the rounds.
    assertThat(executed).containsExactlyInAnyOrder(newestPlan, middlePlan, oldestPlan);
    assertThat(newest.result()).isEqualTo(aboutIt);
    assertThat(middle.result()).isEqualTo(aboutIt);
    assertThat(oldest.result()).isEqualTo(aboutIt);
  }

  @Test
  void execute_copyFailedWithPartsKept_saysSoToThoseWhoJoined() throws Exception {
    Shared shared = copies.shared(plan("k", "08"));
    shared.copy().fail(new CopyException(FailureReason.THROTTLED, "slow down", 4, null).keeping(7));

    assertThat(shared.leader().copyException().partsKept()).isEqualTo(7);
    assertThat(shared.joined().copyException().partsKept()).isEqualTo(7);
  }

  @Test
  void execute_severalWaitWithoutPatience_onlyOneKeepsItsThread() throws Exception {
    Deadline inAHurry = Deadline.none().withPatience(Duration.ZERO);
    copies.ask(plan("k", "08"), inAHurry);
    Copy copy = copies.next();
    Asked waiting = copies.ask(plan("k", "09"), inAHurry);
    Waiting.until(List.of(waiting.thread()));

    for (int i = 0; i < 20; i++) {
      CopyException e = copies.ask(plan("k", "09"), inAHurry).copyException();
      assertThat(e.reason()).isEqualTo(FailureReason.BUSY);
      assertThat(e.reason().retryable()).isTrue();
      assertThat(e.requests()).isZero();
    }
    copies.assertNoneBegun();
    copy.end(RECEIPT);
    copies.next().end(RECEIPT);
    assertThat(waiting.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_theOneThatWaitsLeaves_anotherTakesItsPlace() throws Exception {
    Deadline inAHurry = Deadline.none().withPatience(Duration.ZERO);
    copies.ask(plan("k", "08"), inAHurry);
    Copy copy = copies.next();
    Asked leaving = copies.ask(plan("k", "09"), inAHurry);
    Waiting.until(List.of(leaving.thread()));
    leaving.thread().interrupt();
    assertThat(leaving.copyException().reason()).isEqualTo(FailureReason.INTERRUPTED);

    Asked waiting = copies.ask(plan("k", "09"), inAHurry);
    Waiting.until(List.of(waiting.thread()));
    copy.end(RECEIPT);
    copies.next().end(RECEIPT);
    assertThat(waiting.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_patienceLasts_isServedByTheRoundThatComes() throws Exception {
    Deadline patient = Deadline.none().withPatience(Duration.ofHours(1));
    copies.ask(plan("k", "08"), patient);
    Copy copy = copies.next();
    Asked a = copies.ask(plan("k", "09"), patient);
    Asked b = copies.ask(plan("k", "09"), patient);
    Waiting.until(List.of(a.thread(), b.thread()));
    copy.end(RECEIPT);
    copies.next().end(RECEIPT);

    assertThat(List.of(a.result(), b.result())).containsExactlyInAnyOrder(RECEIPT, SUPERSEDED);
  }

  @Test
  void withPatience_noDeadline_isStillNone() {
    Deadline deadline = Deadline.none().withPatience(Duration.ZERO);

    assertThat(deadline.isSet()).isFalse();
    assertThat(deadline.remaining()).isEqualTo(Deadline.none().remaining());
  }
}
