package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.StepExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs many threads on few replicas with all kinds of faults, on a source that counts its writes.
 */
@Timeout(120)
class OneCopyPerKeyRandomTest {

  private static final int THREADS = 16;
  private static final int EVENTS = 1_000;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private final List<Counter> sources = Stream.of("a/1", "b/1", "a/2").map(Counter::new).toList();
  private final Set<ObjectRef> atWork = ConcurrentHashMap.newKeySet();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger copies = new AtomicInteger();
  private final AtomicInteger successes = new AtomicInteger();
  private final OneCopyPerKey onePerKey = new OneCopyPerKey(new StepExecutor(this::copy));
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private long seed;

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private CopyResult copy(CopyPlan plan, Deadline deadline) {
    int number = copies.incrementAndGet();
    if (!atWork.add(plan.replica())) {
      overlaps.incrementAndGet();
    }
    try {
      Counter source = source(plan.source().key());
      long state = source.written.get();
      Random random = new Random(seed + number);
      LockSupport.parkNanos(random.nextInt(50_000));
      switch (random.nextInt(12)) {
        case 0 -> throw new CopyException(FailureReason.THROTTLED, "slow down", 1, null);
        case 1 -> throw new CopyException(FailureReason.NOT_ENOUGH_TIME, "its own", 1, null);
        case 2 -> throw new IllegalStateException("unforeseen");
        default -> source.copied.accumulateAndGet(state, Math::max);
      }
      return HeldCopies.RECEIPT;
    } finally {
      atWork.remove(plan.replica());
    }
  }

  /** Writes a source, requests the copy of its event, and checks that it was made. */
  private void work(Random random) {
    threads.add(Thread.currentThread());
    for (int i = 0; i < EVENTS; i++) {
      Counter source = sources.get(random.nextInt(sources.size()));
      AtomicLong written = source.written;
      long version = random.nextInt(4) == 0 ? written.get() : written.incrementAndGet();
      String sequencer = random.nextInt(5) == 0 ? null : String.format("%016X", version);
      ObjectEvent event =
          HeldCopies.event(EventSource.S3, EventKind.CREATED, source.key, sequencer);
      Deadline deadline =
          random.nextInt(4) == 0
              ? Deadline.after(Duration.ofNanos(random.nextInt(300_000)))
              : Deadline.none();
      if (random.nextInt(10) == 0) {
        threads.get(random.nextInt(threads.size())).interrupt();
      }
      try {
        onePerKey.execute(
            HeldCopies.plan(event, HeldCopies.RULE, source.key.substring(2)), deadline);
        successes.incrementAndGet();
        assertThat(source.copied).hasValueGreaterThanOrEqualTo(version);
      } catch (CopyException | IllegalStateException e) {
        // The caller receives the failure, and the event is delivered again.
      } finally {
        Thread.interrupted();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void execute_whateverHappens_neverOverlapsAndLosesNoEvent(long seed) throws Exception {
    this.seed = seed;
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed * THREADS + i);
      workers.add(pool.submit(() -> work(random)));
    }
    for (Future<?> worker : workers) {
      worker.get(100, TimeUnit.SECONDS);
    }

    assertThat(overlaps).hasValue(0);
    assertThat(onePerKey.replicas()).isZero();
    assertThat(successes).hasValueGreaterThan(copies.get());
  }

  private Counter source(String key) {
    return sources.stream().filter(source -> source.key.equals(key)).findFirst().orElseThrow();
  }

  /** A source whose content is the number of its writes; two sources share a replica. */
  private static final class Counter {
    private final String key;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong copied = new AtomicLong();

    Counter(String key) {
      this.key = key;
    }
  }
}
