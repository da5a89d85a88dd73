package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs many histories, as many at the same time as there are processors. */
final class Simulation {

  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private final Consumer<Setting> change;
  private final Parts parts;

  /**
   * Creates a simulation.
   *
   * @param change changes the settings that the seeds determine
   * @param parts the parts of the processes
   */
  Simulation(Consumer<Setting> change, Parts parts) {
    this.change = change;
    this.parts = parts;
  }

  /** Runs histories until one fails; adds up what happened. */
  @Nullable Replay findFailure(long firstSeed, long histories, Tally tally) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      AtomicLong next = new AtomicLong(firstSeed);
      AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
      Callable<Tally> run =
          () -> {
            Tally mine = new Tally();
            for (long seed = next.getAndIncrement();
                seed < firstSeed + histories && seed < failed.get();
                seed = next.getAndIncrement()) {
              if (History.run(seed, change, parts, pool, Journal.none(), mine) != null) {
                failed.accumulateAndGet(seed, Math::min);
              }
            }
            return mine;
          };
      List<Future<Tally>> runs = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        runs.add(pool.submit(run));
      }
      for (Future<Tally> each : runs) {
        tally.add(each.get());
      }
      return failed.get() == Long.MAX_VALUE ? null : replay(failed.get(), pool);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Replays one history and records its steps. */
  Replay replay(long seed) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      return replay(seed, pool);
    } finally {
      pool.shutdownNow();
    }
  }

  private Replay replay(long seed, ExecutorService pool) {
    Journal journal = Journal.kept();
    String violation = History.run(seed, change, parts, pool, journal, new Tally());
    return new Replay(seed, violation, journal.toString());
  }

  /**
   * A replayed history.
   *
   * @param seed the seed
   * @param violation the violation; null if there is none
   * @param steps the steps of all threads
   */
  record Replay(long seed, @Nullable String violation, String steps) {}
}
