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

/** Many histories, as many at once as there are processors. */
final class Simulation {

  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private final Consumer<Setting> change;
  private final Parts parts;

  /**
   * Makes one.
   *
   * @param change makes the settings other than their seeds would
   * @param parts what the processes are made of
   */
  Simulation(Consumer<Setting> change, Parts parts) {
    this.change = change;
    this.parts = parts;
  }

  /** Runs histories until one goes wrong; adds up what happened. */
  @Nullable Told findFailure(long firstSeed, long histories, Tally tally) {
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
      return failed.get() == Long.MAX_VALUE ? null : tell(failed.get(), pool);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** One history, step by step. */
  Told tell(long seed) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      return tell(seed, pool);
    } finally {
      pool.shutdownNow();
    }
  }

  private Told tell(long seed, ExecutorService pool) {
    Journal journal = Journal.kept();
    String violation = History.run(seed, change, parts, pool, journal, new Tally());
    return new Told(seed, violation, journal.toString());
  }

  /**
   * A history that was told.
   *
   * @param seed its seed
   * @param violation what is wrong; null if nothing is
   * @param steps what everybody did
   */
  record Told(long seed, @Nullable String violation, String steps) {}
}
