package io.github.s3sync.copy;

import static io.github.s3sync.copy.HeldCopies.RECEIPT;
import static io.github.s3sync.copy.HeldCopies.RULE;
import static io.github.s3sync.copy.HeldCopies.event;
import static io.github.s3sync.copy.HeldCopies.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.HeldCopies.Asked;
import io.github.s3sync.copy.HeldCopies.Copy;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.StepExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks which events one copy serves, and that two copies of one replica never run at the same
 * time.
 */
@Timeout(60)
class OneCopyPerKeyTest {

  private static final CopyResult SUPERSEDED = new CopyResult.NotNeeded(SkipReason.SUPERSEDED, 0);

  private final HeldCopies copies = new HeldCopies();

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    copies.assertNothingIsLeft();
  }

  @Test
  void execute_idleReplica_isCopiedByTheCallingThread() {
    List<Thread> threads = new ArrayList<>();
    CopyExecutor executor =
        CopyExecutor.onePerKey(
            new StepExecutor(
                (plan, deadline) -> {
                  threads.add(Thread.currentThread());
                  return RECEIPT;
                }));

    assertThat(executor.execute(plan("k", "01"), Deadline.none())).isSameAs(RECEIPT);
    assertThat(executor.execute(plan("k", "01"), Deadline.none())).isSameAs(RECEIPT);

    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void execute_otherReplica_doesNotWait() throws Exception {
    Asked a = copies.ask(plan("a", "01"));
    Copy ofA = copies.next();
    Asked b = copies.ask(plan("b", "01"));
    copies.next().end(RECEIPT);

    assertThat(b.result()).isSameAs(RECEIPT);
    assertThat(a.answer()).isNotDone();
    ofA.end(RECEIPT);
    assertThat(a.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_twoWayBetweenKeysOfOneNameInTwoStores_isCopied() {
    CopyRule rule =
        CopyRule.named("there")
            .from("data")
            .sourceAccess(Access.OWN.withEndpoint("aws"))
            .to(Destination.in("data").endpoint("https://store.example.com").build())
            .options(CopyOptions.builder().twoWay(true).transfer(TransferMode.STREAM).build())
            .build();
    ObjectRef object = new ObjectRef("data", "k");
    ObjectEvent event = ObjectEvent.created("data", "k");
    CopyPlan plan = new CopyPlan(event, rule, rule.destinations().get(0), object, object);

    CopyExecutor executor = CopyExecutor.onePerKey(new StepExecutor((p, deadline) -> RECEIPT));
    assertThat(executor.execute(plan, Deadline.none())).isSameAs(RECEIPT);
  }

  /**
   * The order that a sender reports is not trusted: an event that it calls older or the same may be
   * newer.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"07", "08", "09", "null", "''", "zz", "007"})
  void execute_eventWhileACopyRuns_isCopiedAfterwards(String sequencer) throws Exception {
    Asked first = copies.ask(plan("k", "08"));
    Copy copy = copies.next();
    Asked second = copies.waitingFor(plan("k", sequencer));
    copies.assertNoneBegun();
    copy.end(RECEIPT);

    assertThat(first.result()).isSameAs(RECEIPT);
    Copy next = copies.next();
    assertThat(next.thread()).isSameAs(second.thread());
    next.end(RECEIPT);
    assertThat(second.result()).isSameAs(RECEIPT);
  }

  @ParameterizedTest
  @EnumSource(
      value = EventKind.class,
      names = {"CREATED"},
      mode = EnumSource.Mode.EXCLUDE)
  void execute_eventThatTellsOfNoNewContent_joinsNothingThatRuns(EventKind kind) throws Exception {
    CopyPlan plan = plan(event(EventSource.S3, kind, "k", "08"), RULE, "k");
    Asked first = copies.ask(plan);
    Copy copy = copies.next();
    Asked second = copies.waitingFor(plan);
    copy.end(RECEIPT);
    copies.next().end(RECEIPT);

    assertThat(first.result()).isSameAs(RECEIPT);
    assertThat(second.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_eventsOfDifferentKinds_areDoneOneAfterTheOther() throws Exception {
    copies.ask(plan("k", "05"));
    Copy first = copies.next();
    CopyPlan removed = plan(event(EventSource.S3, EventKind.REMOVED, "k", "06"), RULE, "k");
    copies.waitingFor(removed);
    CopyPlan created = plan("k", "07");
    copies.waitingFor(created);

    first.end(RECEIPT);
    Copy second = copies.next();
    assertThat(second.plan()).isSameAs(removed);
    second.end(RECEIPT);
    Copy third = copies.next();
    assertThat(third.plan()).isSameAs(created);
    third.end(RECEIPT);
  }

  @Test
  void execute_markerAndEndOfAVersion_areNotTakenForOne() throws Exception {
    copies.ask(plan("k", "05"));
    Copy first = copies.next();
    CopyPlan marker = plan(removed("ObjectRemoved:DeleteMarkerCreated", null), RULE, "k");
    Asked hides = copies.waitingFor(marker);
    CopyPlan end = plan(removed("ObjectRemoved:Delete", null), RULE, "k");
    Asked uncovers = copies.waitingFor(end);

    first.end(RECEIPT);
    Copy second = copies.next();
    assertThat(second.plan()).isSameAs(marker);
    second.end(new CopyResult.NotNeeded(SkipReason.SOURCE_EXISTS, 2));
    Copy third = copies.next();
    assertThat(third.plan()).isSameAs(end);
    third.end(RECEIPT);
    assertThat(hides.result()).isInstanceOf(CopyResult.NotNeeded.class);
    assertThat(uncovers.result()).isSameAs(RECEIPT);
  }

  @Test
  void execute_severalDeletesWait_becomeOne() throws Exception {
    copies.ask(plan("k", "05"));
    Copy copying = copies.next();
    Asked a = copies.waitingFor(plan(removed("ObjectRemoved:Delete", "06"), RULE, "k"));
    Asked b = copies.waitingFor(plan(removed("ObjectRemoved:Delete", "07"), RULE, "k"));
    copies.assertNoneBegun();
    copying.end(RECEIPT);
    CopyResult deleted = new DeleteReceipt("v", 4, Duration.ZERO, Instant.EPOCH);
    copies.next().end(deleted);

    assertThat(List.of(a.result(), b.result())).containsExactlyInAnyOrder(deleted, SUPERSEDED);
  }

  private static ObjectEvent removed(String name, @Nullable String sequencer) {
    return ObjectEvent.builder(EventSource.S3, EventKind.REMOVED, "src", "k")
        .name(name)
        .versionId("v")
        .sequencer(sequencer)
        .build();
  }

  @Test
  void execute_severalWait_becomeOneCopyOfTheNewestByOneOfThem() throws Exception {
    Asked first = copies.ask(plan("k", "01"));
    Copy running = copies.next();
    Asked a = copies.waitingFor(plan("k", "02"));
    CopyPlan newest = plan("k", "0F");
    Asked b = copies.waitingFor(newest);
    Asked c = copies.waitingFor(plan("k", "03"));
    running.end(RECEIPT);

    assertThat(first.result()).isSameAs(RECEIPT);
    Copy copy = copies.next();
    assertThat(copy.plan()).isSameAs(newest);
    copy.end(RECEIPT);

    assertThat(copy.among(a, b, c).result()).isSameAs(RECEIPT);
    assertThat(List.of(a.result(), b.result(), c.result()))
        .containsOnlyOnce(RECEIPT)
        .filteredOn(SUPERSEDED::equals)
        .hasSize(2);
  }

  /** A caller without rules makes a new rule for each plan. */
  @Test
  void execute_plansMadeTwiceForTheSameCopy_areMerged() throws Exception {
    CopyPlan first =
        CopyPlan.of(new ObjectRef("src", "k"), new ObjectRef("dst", "k"), CopyOptions.defaults());
    CopyPlan again =
        CopyPlan.of(new ObjectRef("src", "k"), new ObjectRef("dst", "k"), CopyOptions.defaults());
    Asked running = copies.ask(first);
    Copy copy = copies.next();
    Asked b = copies.waitingFor(first);
    Asked c = copies.waitingFor(again);
    copy.end(RECEIPT);
    assertThat(running.result()).isSameAs(RECEIPT);
    copies.next().end(RECEIPT);

    assertThat(List.of(b.result(), c.result())).containsExactlyInAnyOrder(RECEIPT, SUPERSEDED);
  }

  @Test
  void execute_severalSourcesOfOneReplica_areCopiedOneAfterTheOther() throws Exception {
    CopyPlan a = plan(event(EventSource.S3, EventKind.CREATED, "a/k", "09"), RULE, "k");
    CopyPlan b = plan(event(EventSource.S3, EventKind.CREATED, "b/k", "01"), RULE, "k");
    CopyRule other = CopyRule.named("other").from("src").to("dst").build();
    CopyPlan c = plan(event(EventSource.S3, EventKind.CREATED, "a/k", "01"), other, "k");
    List<Asked> asked = new ArrayList<>(List.of(copies.ask(a)));
    Copy copy = copies.next();
    asked.add(copies.waitingFor(b));
    asked.add(copies.waitingFor(c));

    for (CopyPlan next : List.of(b, c)) {
      copies.assertNoneBegun();
      copy.end(RECEIPT);
      copy = copies.next();
      assertThat(copy.plan()).isSameAs(next);
    }
    copy.end(RECEIPT);
    for (Asked each : asked) {
      assertThat(each.result()).isSameAs(RECEIPT);
    }
  }

  @Test
  void execute_copiesThatAskForHelpersThemselves_doNotStarve() {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Concurrency concurrency = Concurrency.of(pool, 4);
    AtomicInteger parts = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    CopyExecutor executor =
        CopyExecutor.onePerKey(
            new StepExecutor(
                (plan, deadline) -> {
                  concurrency.forEach(5, part -> parts.incrementAndGet());
                  made.incrementAndGet();
                  return RECEIPT;
                }));

    concurrency.forEach(
        1000, i -> executor.execute(plan("k" + i % 2, i % 3 == 0 ? "01" : null), Deadline.none()));
    pool.shutdownNow();

    assertThat(made).hasPositiveValue();
    assertThat(parts).hasValue(5 * made.get());
  }

  @Test
  void requests_ofAPlan_areThoseOfTheExecutor() {
    CopyExecutor inner = new StepExecutor((plan, deadline) -> RECEIPT);

    assertThat(CopyExecutor.onePerKey(inner).requests(plan("k", null)))
        .containsExactly("CopyObject s3://src/k");
  }

  @Test
  void onePerKey_twice_isTheSame() {
    assertThat(CopyExecutor.onePerKey(copies.onePerKey)).isSameAs(copies.onePerKey);
  }
}
