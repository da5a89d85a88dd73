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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs many histories with comparisons, as many at the same time as there are processors. */
final class ReconcileSimulation {

  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private final Consumer<Setting> change;
  private final Supplier<Safety> safety;

  /**
   * Creates a simulation.
   *
   * @param change changes the settings that the seeds determine
   * @param safety the parts of the comparisons of one history
   */
  ReconcileSimulation(Consumer<Setting> change, Supplier<Safety> safety) {
    this.change = change;
    this.safety = safety;
  }

  /** Runs histories until one fails; adds up what happened. */
  Simulation.@Nullable Replay findFailure(long firstSeed, long histories, Tally tally) {
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
              if (run(seed, pool, Journal.none(), mine) != null) {
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
  Simulation.Replay replay(long seed) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      return replay(seed, pool);
    } finally {
      pool.shutdownNow();
    }
  }

  private Simulation.Replay replay(long seed, ExecutorService pool) {
    Journal journal = Journal.kept();
    String violation = run(seed, pool, journal, new Tally());
    return new Simulation.Replay(seed, violation, journal.toString());
  }

  private @Nullable String run(long seed, ExecutorService pool, Journal journal, Tally tally) {
    return ReconcileHistory.run(seed, change, safety.get(), pool, journal, tally);
  }
}
