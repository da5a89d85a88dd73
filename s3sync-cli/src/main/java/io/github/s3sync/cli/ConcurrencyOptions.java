package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import picocli.CommandLine.Option;

/** Contains the options about how much of a comparison is done at the same time. */
final class ConcurrencyOptions {

  @Option(
      names = "--listers",
      paramLabel = "NUMBER",
      description = "How many ranges are listed at once. Default: ${DEFAULT-VALUE}")
  private int listers = 16;

  @Option(
      names = "--workers",
      paramLabel = "NUMBER",
      description = "How many objects are looked up or copied at once. Default: ${DEFAULT-VALUE}")
  private int workers = 64;

  /** Checks the options. */
  void check() {
    check("--listers", listers, 1);
    check("--workers", workers, 0);
  }

  private static void check(String option, int number, int min) {
    if (number < min || number > ReconcilerBuilder.MAX_THREADS) {
      throw new UsageException(
          option
              + " is "
              + number
              + ", expected a whole number from "
              + min
              + " to "
              + ReconcilerBuilder.MAX_THREADS);
    }
  }

  /**
   * Returns how many requests are sent at the same time. A thread that compares bytes reads both
   * objects. A lister that finds all workers busy compares an object itself.
   */
  int requests() {
    return 2 * (listers + workers);
  }

  void set(ReconcilerBuilder builder) {
    builder.listers(listers).workers(workers);
  }
}
