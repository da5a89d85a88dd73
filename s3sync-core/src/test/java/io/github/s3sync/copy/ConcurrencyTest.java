package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

@Timeout(30)
class ConcurrencyTest {

  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 1000})
  void forEach_anyCount_doesEachOnce(int count) {
    for (Concurrency concurrency :
        List.of(
            Concurrency.callerOnly(), Concurrency.of(pool, 3), Concurrency.of(Runnable::run, 3))) {
      AtomicIntegerArray done = new AtomicIntegerArray(count);

      concurrency.forEach(count, done::incrementAndGet);

      assertThat(IntStream.range(0, count).map(done::get)).allMatch(n -> n == 1);
    }
  }

  /** Before Java 24, a virtual thread that waits in a monitor occupies a thread of the platform. */
  @ParameterizedTest
  @ValueSource(strings = {"Concurrency", "OneCopyPerKey"})
  void sources_ofClassesThatWaitForCopies_useNoMonitors(String name) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java", "io/github/s3sync/copy").resolve(name + ".java"));

    assertThat(source).doesNotContain("synchronized", " wait()", "notifyAll()");
  }

  @Test
  void forEach_callerOnly_staysOnTheCallingThreadAndInOrder() {
    List<Integer> order = new ArrayList<>();
    Thread caller = Thread.currentThread();

    Concurrency.callerOnly()
        .forEach(
            5,
            i -> {
              assertThat(Thread.currentThread()).isSameAs(caller);
              order.add(i);
            });

    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void forEach_enoughHelpers_worksAtOnce() {
    CountDownLatch together = new CountDownLatch(4);

    Concurrency.of(pool, 3)
        .forEach(
            4,
            i -> {
              together.countDown();
              await(together);
            });

    assertThat(together.getCount()).isZero();
  }

  @Test
  void forEach_severalCallers_shareTheLimitOfHelpers() throws InterruptedException {
    Concurrency concurrency = Concurrency.of(pool, 2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      callers.add(
          new Thread(
              () ->
                  concurrency.forEach(
                      200,
                      i -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        now.decrementAndGet();
                      })));
    }
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(most.get()).isBetween(1, 3 + 2);
  }

  @Test
  void forEach_helpersEnded_canBeHadAgain() {
    Concurrency concurrency = Concurrency.of(pool, 1);
    for (int round = 0; round < 20; round++) {
      Thread caller = Thread.currentThread();
      AtomicInteger helped = new AtomicInteger();
      // A helper releases its permit shortly after its round, so retry until it is free.
      while (helped.get() == 0) {
        concurrency.forEach(50, i -> helped.addAndGet(Thread.currentThread() == caller ? 0 : 1));
      }
    }
  }

  @Test
  void forEach_executorRefuses_isDoneByTheCaller() {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException("full");
        };
    AtomicInteger done = new AtomicInteger();
    Concurrency concurrency = Concurrency.of(refusing, 2);

    concurrency.forEach(10, i -> done.incrementAndGet());
    concurrency.forEach(10, i -> done.incrementAndGet());

    assertThat(done).hasValue(20);
  }

  @Test
  void forEach_executorIsShutDown_isDoneByTheCaller() {
    pool.shutdown();
    AtomicInteger done = new AtomicInteger();

    Concurrency.of(pool, 2).forEach(10, i -> done.incrementAndGet());

    assertThat(done).hasValue(10);
  }

  @Test
  void forEach_insideForEachOnOneThread_doesNotStarve() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    Concurrency concurrency = Concurrency.of(one, 4);
    AtomicInteger done = new AtomicInteger();

    concurrency.forEach(
        4, i -> concurrency.forEach(4, j -> concurrency.forEach(4, k -> done.incrementAndGet())));
    one.shutdownNow();

    assertThat(done).hasValue(64);
  }

  @Test
  void forEach_firstFailure_stopsAndIsThrown() {
    List<Integer> begun = Collections.synchronizedList(new ArrayList<>());

    for (Concurrency concurrency :
        List.of(Concurrency.callerOnly(), Concurrency.of(Runnable::run, 2))) {
      begun.clear();
      assertThatThrownBy(
              () ->
                  concurrency.forEach(
                      10,
                      i -> {
                        begun.add(i);
                        if (i == 1) {
                          throw new IllegalStateException("the first");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the first");

      assertThat(begun).containsExactly(0, 1);
    }
  }

  @Test
  void forEach_errorOnAHelper_isThrownToTheCaller() {
    Thread caller = Thread.currentThread();
    CountDownLatch failed = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                Concurrency.of(pool, 1)
                    .forEach(
                        2,
                        i -> {
                          if (Thread.currentThread() != caller) {
                            failed.countDown();
                            throw new NoClassDefFoundError("on a helper");
                          }
                          await(failed);
                        }))
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessage("on a helper");
  }

  @Test
  void forEach_errorOnTheCaller_waitsForItsHelpers() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Concurrency.of(pool, 1)
                    .forEach(
                        2,
                        i -> {
                          if (Thread.currentThread() == caller) {
                            await(begun);
                            throw new NoClassDefFoundError("on the caller");
                          }
                          begun.countDown();
                          sleep(100);
                          ended.incrementAndGet();
                        }))
        .isInstanceOf(NoClassDefFoundError.class);

    assertThat(ended).hasValue(1);
  }

  @Test
  void forEach_callerInterrupted_waitsAndKeepsTheFlag() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();

    Concurrency.of(pool, 1)
        .forEach(
            2,
            i -> {
              if (Thread.currentThread() == caller) {
                await(begun);
                caller.interrupt();
              } else {
                begun.countDown();
                sleep(100);
              }
              ended.incrementAndGet();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void of_noHelpers_isRefused(int helpers) {
    assertThatThrownBy(() -> Concurrency.of(pool, helpers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("helpers is " + helpers + ", expected 1 or more");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Behaves like a pool with a discarding policy, or one that was shut down before it started. */
  @Test
  void forEach_executorDropsTasks_leaksNoPermit() {
    AtomicBoolean drops = new AtomicBoolean(true);
    Concurrency concurrency =
        Concurrency.of(
            task -> {
              if (!drops.get()) {
                pool.execute(task);
              }
            },
            3);
    AtomicInteger done = new AtomicInteger();
    concurrency.forEach(10, i -> done.incrementAndGet());
    assertThat(done).hasValue(10);

    drops.set(false);
    CountDownLatch together = new CountDownLatch(4);
    concurrency.forEach(
        4,
        i -> {
          together.countDown();
          await(together);
        });
    assertThat(together.getCount()).isZero();
  }

  @Test
  void parallel_helpers_areDaemonsAndWorkAtOnce() {
    CountDownLatch together = new CountDownLatch(3);
    Thread caller = Thread.currentThread();
    Concurrency.parallel(2)
        .forEach(
            3,
            i -> {
              together.countDown();
              await(together);
              assertThat(Thread.currentThread() == caller || Thread.currentThread().isDaemon())
                  .isTrue();
            });
    assertThat(together.getCount()).isZero();
  }

  @Test
  void forEach_fewerAtOnceThanHelpers_areNoMore() {
    Concurrency concurrency = Concurrency.of(pool, 3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    concurrency.forEach(
        200,
        2,
        i -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          now.decrementAndGet();
        });
    assertThat(most).hasValueBetween(1, 2);
  }

  /** The log context of a helper cannot be read or set. The caller does the work and returns. */
  @Test
  void forEach_logContextFails_returns() throws ReflectiveOperationException {
    Method adapter = MDC.class.getDeclaredMethod("setMDCAdapter", MDCAdapter.class);
    adapter.setAccessible(true);
    MDCAdapter before = MDC.getMDCAdapter();
    Thread caller = Thread.currentThread();
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Executor executor =
        task ->
            pool.execute(
                () -> {
                  try {
                    assertThatThrownBy(task::run).hasMessage("no log context");
                    failures.incrementAndGet();
                  } finally {
                    failed.countDown();
                  }
                });
    adapter.invoke(
        null,
        new NOPMDCAdapter() {
          @Override
          public Map<String, String> getCopyOfContextMap() {
            if (Thread.currentThread() != caller) {
              throw new IllegalStateException("no log context");
            }
            return Map.of();
          }
        });
    AtomicInteger done = new AtomicInteger();
    try {
      Concurrency.of(executor, 1)
          .forEach(
              2,
              i -> {
                await(failed);
                done.incrementAndGet();
              });
    } finally {
      adapter.invoke(null, before);
    }
    assertThat(done).hasValue(2);
    assertThat(failures).hasPositiveValue();
  }
}
