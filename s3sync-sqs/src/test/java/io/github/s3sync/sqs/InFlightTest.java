package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

class InFlightTest {

  private static final Duration PERIOD = Duration.ofMillis(250);

  private final long start = Long.MAX_VALUE - 1000;
  private final AtomicLong time = new AtomicLong(start);
  private final FakeSqs sqs = new FakeSqs();

  private InFlight inFlight(Duration visibilityTimeout) {
    return new InFlight(new Queue(sqs, "queue"), visibilityTimeout, time::get);
  }

  /** Returns a message whose receive was sent now and answered after SQS's maximum wait. */
  private Delivery delivery(Duration visibilityTimeout) {
    long asked = time.get();
    time.addAndGet(Queue.LONG_POLL.toNanos());
    Message message = Message.builder().messageId("m").receiptHandle("handle").build();
    return new Delivery(message, asked, time.get() + visibilityTimeout.toNanos());
  }

  private void steps(InFlight inFlight, Duration duration) {
    for (long i = duration.dividedBy(PERIOD); i > 0; i--) {
      inFlight.step();
      time.addAndGet(PERIOD.toNanos());
    }
  }

  private Duration passed() {
    return Duration.ofNanos(time.get() - start);
  }

  private List<Integer> seconds() {
    return sqs.hidings.stream()
        .map(ChangeMessageVisibilityBatchRequestEntry::visibilityTimeout)
        .toList();
  }

  @Test
  void step_copyOfThirteenHours_isHiddenForTwelveAndNoLonger() {
    Duration minute = Duration.ofMinutes(1);
    InFlight inFlight = inFlight(minute);
    Delivery delivery = delivery(minute);
    inFlight.add(delivery);
    List<Duration> ends = new ArrayList<>();
    sqs.onHiding =
        entry -> {
          assertThat(delivery.hidden(time.get())).isPositive();
          ends.add(passed().plusSeconds(entry.visibilityTimeout()));
        };

    String log = CapturedLog.of(() -> steps(inFlight, Duration.ofHours(13)));

    assertThat(ends).allMatch(end -> end.compareTo(Duration.ofHours(12)) <= 0);
    assertThat(ends.get(ends.size() - 1)).isGreaterThan(Duration.ofHours(12).minusSeconds(30));
    assertThat(ends).hasSizeLessThan(2 * 12 * 60 + 20);
    assertThat(log).containsOnlyOnce("message m can no longer be hidden");
    assertThat(delivery.lost()).isTrue();
  }

  @Test
  void step_visibilityTimeoutOfTwelveHours_asksForNothingMore() {
    InFlight inFlight = inFlight(Duration.ofHours(12));
    inFlight.add(delivery(Duration.ofHours(12)));
    String log = CapturedLog.of(() -> steps(inFlight, Duration.ofHours(13)));
    assertThat(seconds()).isEmpty();
    assertThat(log).containsOnlyOnce("message m can no longer be hidden");
  }

  @Test
  void step_givenBackDuringAHeartbeat_becomesVisibleAllTheSame() {
    Duration minute = Duration.ofMinutes(1);
    InFlight inFlight = inFlight(minute);
    Delivery delivery = delivery(minute);
    inFlight.add(delivery);
    time.addAndGet(Duration.ofSeconds(31).toNanos());
    sqs.onHiding =
        entry -> {
          if (entry.visibilityTimeout() > 0) {
            inFlight.makeVisibleAfter(delivery, Duration.ZERO);
          }
        };
    steps(inFlight, PERIOD.multipliedBy(4));
    assertThat(seconds()).containsExactly(60, 0);
    assertThat(inFlight.owes()).isFalse();
  }

  @Test
  void step_givenBack_isSaidOnce() {
    InFlight inFlight = inFlight(Duration.ofMinutes(1));
    Delivery delivery = delivery(Duration.ofMinutes(1));
    inFlight.add(delivery);
    inFlight.makeVisibleAfter(delivery, Duration.ofSeconds(7));
    steps(inFlight, Duration.ofMinutes(2));
    assertThat(seconds()).containsExactly(7);
  }

  @Test
  void step_givenBackNearTheTwelveHours_asksForNoMore() {
    InFlight inFlight = inFlight(Duration.ofHours(12));
    Delivery delivery = delivery(Duration.ofHours(12));
    inFlight.add(delivery);
    time.addAndGet(Duration.ofHours(11).toNanos());
    inFlight.makeVisibleAfter(delivery, Duration.ofHours(2));
    inFlight.step();
    assertThat(seconds()).hasSize(1).allMatch(seconds -> seconds < 3600);
  }

  @Test
  void step_callFailsUnderALongVisibilityTimeout_isTriedAgainSoon() {
    InFlight inFlight = inFlight(Duration.ofHours(12));
    Delivery delivery = delivery(Duration.ofHours(12));
    inFlight.add(delivery);
    inFlight.makeVisibleAfter(delivery, Duration.ZERO);
    sqs.onHiding =
        entry -> {
          sqs.onHiding = second -> {};
          throw SdkClientException.create("no answer");
        };
    CapturedLog.of(() -> steps(inFlight, Duration.ofSeconds(4)));
    assertThat(seconds()).containsExactly(0, 0);
    assertThat(inFlight.owes()).isFalse();
  }

  @Test
  void step_manyMessages_areHiddenByCallsAtOnce() throws Exception {
    Duration minute = Duration.ofMinutes(1);
    ExecutorService calls = Executors.newFixedThreadPool(4);
    InFlight inFlight = new InFlight(new Queue(sqs, "queue"), minute, time::get, calls);
    for (int i = 0; i < 40; i++) {
      Message message = Message.builder().messageId("m" + i).receiptHandle("handle").build();
      inFlight.add(new Delivery(message, time.get(), time.get() + minute.toNanos()));
    }
    CountDownLatch allFour = new CountDownLatch(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    sqs.onHiding =
        entry -> {
          if (threads.add(Thread.currentThread())) {
            allFour.countDown();
            PollerFixture.pass(allFour);
          }
        };
    time.addAndGet(Duration.ofSeconds(31).toNanos());
    inFlight.step();
    calls.shutdown();
    assertThat(threads).hasSize(4);
    assertThat(seconds()).hasSize(40).containsOnly(60);
  }

  @Test
  void workingFor_settledAndOthers_givesTheOthers() {
    InFlight inFlight = inFlight(Duration.ofMinutes(1));
    Delivery delivery = delivery(Duration.ofMinutes(1));
    inFlight.add(delivery);
    time.addAndGet(Duration.ofHours(3).toNanos());
    assertThat(inFlight.workingFor()).containsOnly(entry(delivery, Duration.ofHours(3)));
    delivery.begin();
    delivery.settle();
    assertThat(inFlight.workingFor()).isEmpty();
  }
}
