package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.reconcile.Estimate;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.listing.ListingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Contains the options about the price of a run, which is estimated before it starts. */
final class CostOptions {

  @Option(
      names = "--max-cost",
      paramLabel = "DOLLARS",
      description =
          "Ask before a run whose requests cost more by the estimate; without a terminal, refuse"
              + " it. Default: ${DEFAULT-VALUE}")
  private double maxCost = 10;

  @Option(
      names = {"-y", "--yes"},
      description = "Start without an estimate and without a question.")
  private boolean yes;

  /** Checks the options. */
  void check() {
    if (!(maxCost >= 0)) {
      throw new UsageException("--max-cost is " + maxCost + ", expected dollars, 0 or more");
    }
  }

  /**
   * Prints what a run needs, and asks whether to start it if it costs more than the limit.
   *
   * @param terminal prints a question and returns the answer; null without a terminal
   * @return the estimate; null if there is none
   * @throws UsageException if the run is not to start
   */
  @Nullable Estimate approve(
      Reconciler reconciler, PrintWriter err, @Nullable UnaryOperator<@Nullable String> terminal) {
    if (yes) {
      return null;
    }
    Estimate estimate;
    try {
      estimate = reconciler.estimate();
    } catch (ListingException e) {
      // The run reports the same problem, and what it could compare.
      err.println("the run cannot be estimated: " + e.getMessage());
      return null;
    }
    err.println(words(estimate));
    err.println("  by a sample: " + estimate.basis());
    if (estimate.dollars() > maxCost) {
      ask(estimate, terminal);
    }
    return estimate;
  }

  private void ask(Estimate estimate, @Nullable UnaryOperator<@Nullable String> terminal) {
    String more =
        String.format(
            Locale.ROOT,
            "the run needs requests for about $%,.2f, more than --max-cost (%,.2f)",
            estimate.dollars(),
            maxCost);
    if (terminal == null) {
      throw new UsageException(more + "; increase it, or add --yes");
    }
    String answer = terminal.apply(more + ". Start it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new UsageException("the run was not started");
    }
  }

  static String words(Estimate estimate) {
    return String.format(
        Locale.ROOT,
        "%s%,d sources and %,d objects among the replicas: %,d LIST, %,d HEAD and GET, %,d COPY and"
            + " PUT requests, about $%,.2f and %s without the transfer of large objects",
        estimate.exact() ? "" : "about ",
        estimate.sources(),
        estimate.replicas(),
        estimate.listRequests(),
        estimate.readRequests(),
        estimate.writeRequests(),
        estimate.dollars(),
        Durations.words(estimate.time()));
  }

  /** Returns the terminal of the process; null if there is none. */
  static @Nullable UnaryOperator<@Nullable String> terminal(PrintWriter err) {
    return Ansi.AUTO.enabled() ? question -> ask(err, question) : null;
  }

  private static @Nullable String ask(PrintWriter err, @Nullable String question) {
    err.print(question);
    err.flush();
    try {
      return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
          .readLine();
    } catch (IOException e) {
      return null;
    }
  }
}
