package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Concurrency;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/**
 * The log context of a message, which the poller sets, is that of each thread that works on the
 * message. Here, because Logback has a log context.
 */
class LogContextTest {

  private static final String KEY = "messageId";

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    MDC.clear();
  }

  @Test
  void forEach_onHelpers_hasTheContextOfTheCaller() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    CyclicBarrier all = new CyclicBarrier(3);
    MDC.put(KEY, "m1");

    Concurrency.of(threads, 2)
        .forEach(
            3,
            i -> {
              await(all);
              seen.add(Thread.currentThread().getName() + " " + MDC.get(KEY));
            });

    assertThat(seen).hasSize(3).doesNotHaveDuplicates().allMatch(line -> line.endsWith(" m1"));
    assertThat(MDC.get(KEY)).isEqualTo("m1");
    assertThat(threads.submit(() -> MDC.get(KEY)).get()).as("a thread of the executor").isNull();
  }

  @Test
  void forEach_executorRunsHelpersOnTheCaller_keepsItsContext() {
    MDC.put(KEY, "m1");

    Concurrency.of(Runnable::run, 2).forEach(3, i -> MDC.put("i", String.valueOf(i)));

    assertThat(MDC.get(KEY)).isEqualTo("m1");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
