package io.github.s3sync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.s3sync.benchmarks.Contender.Small;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs contenders in turn, A B C A B C, so that other load of the machine affects them alike. Every
 * second round runs in reverse order, so that no contender always runs first.
 */
final class Rounds {

  static final int WARM_UPS = 8;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final int threads;
  private final int copies;
  private final int rounds;

  Rounds(int threads, int copies, int rounds) {
    this.threads = threads;
    this.copies = copies;
    this.rounds = rounds;
  }

  /**
   * Contains one contender's rounds: copies per second, and CPU time of this JVM per copy in
   * microseconds.
   */
  record Result(String name, Samples perSecond, Samples cpuMicros) {}

  List<Result> run(List<Contender> contenders, List<Small> objects) {
    List<Result> results =
        contenders.stream().map(c -> new Result(c.name(), new Samples(), new Samples())).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      order.add(i);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = -WARM_UPS; round < rounds; round++) {
        for (int which : order) {
          long cpu = SYSTEM.getProcessCpuTime();
          long start = System.nanoTime();
          copyAll(pool, contenders.get(which), objects);
          double seconds = (System.nanoTime() - start) / 1e9;
          double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
          if (round >= 0) {
            results.get(which).perSecond().add(copies / seconds);
            results.get(which).cpuMicros().add(cpuMicros / copies);
          }
        }
        Collections.reverse(order);
        System.err.print(round < 0 ? "w" : ".");
      }
      System.err.println();
    } finally {
      pool.shutdownNow();
    }
    return results;
  }

  private void copyAll(ExecutorService pool, Contender contender, List<Small> objects) {
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          for (int i = next.getAndIncrement(); i < copies; i = next.getAndIncrement()) {
            contender.copy().accept(objects.get(i % objects.size()));
          }
          return null;
        };
    try {
      for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, worker))) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(contender.name() + " failed", e.getCause());
    }
  }

  /** Prints each contender relative to the first. */
  static void print(String title, List<Result> results) {
    System.out.printf("%n%s%n", title);
    System.out.printf("  %-34s %-26s %s%n", "", "throughput, ratio", "client CPU a copy, ratio");
    Result base = results.get(0);
    for (Result result : results) {
      System.out.printf(
          "  %-34s %-26s %-26s (medians here: %.0f/s, %.0f us)%n",
          result.name(),
          result.perSecond().by(base.perSecond()),
          result.cpuMicros().by(base.cpuMicros()),
          result.perSecond().median(),
          result.cpuMicros().median());
    }
  }
}
