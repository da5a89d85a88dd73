package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.FlowRunner;
import io.github.s3sync.reconcile.compare.KeyComparison;
import io.github.s3sync.reconcile.compare.Scope;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.rule.CopyRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the sources of rules with their replicas, and reports or repairs the differences. Events
 * may be handled at the same time.
 *
 * <pre>{@code
 * RunResult result =
 *     Reconciler.builder(Mode.VERIFY, rules, clients)
 *         .listener(finding -> System.out.println(finding))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>A run creates daemon threads, which have ended when it returns. It does not close the clients.
 *
 * @since 0.1.0
 */
public final class Reconciler {

  private final ReconcilerBuilder with;
  private final List<Flow> flows;
  private final FlowRunner runner;
  private final @Nullable KeyComparison givenKeys;
  private volatile boolean stopped;

  Reconciler(ReconcilerBuilder with, Scope scope, Repair repair) {
    this.with = with;
    this.flows = Flow.of(with.rules, with.prefix);
    this.runner =
        new FlowRunner(
            Flow.of(with.rules, ""),
            scope,
            with.clients,
            repair,
            with.mode == Mode.RECONCILE ? with.deleteLimit : null,
            with.listener,
            with.retryPause,
            with.listers,
            with.workers,
            with.tableBytes,
            with.unordered);
    this.givenKeys = with.keys == null ? null : givenKeys(with, scope, repair);
  }

  private KeyComparison givenKeys(ReconcilerBuilder with, Scope scope, Repair repair) {
    return new KeyComparison(
        Flow.of(with.rules, ""),
        flows.stream().filter(this::isChosen).toList(),
        with.prefix,
        scope,
        with.clients,
        repair,
        with.mode == Mode.RECONCILE ? with.deleteLimit : null,
        with.listener,
        with.workers);
  }

  private boolean isChosen(Flow flow) {
    return with.ruleNames.isEmpty() || with.ruleNames.contains(flow.rule().name());
  }

  /**
   * Returns a new builder.
   *
   * @param mode how differences are handled
   * @param rules the rules
   * @param clients the S3 clients; the caller closes them
   * @return the builder
   */
  public static ReconcilerBuilder builder(Mode mode, CopyRules rules, S3Clients clients) {
    return new ReconcilerBuilder(mode, rules, clients);
  }

  /**
   * Runs the comparison. Call this method only once for each reconciler.
   *
   * @return the result of the run
   */
  public RunResult run() {
    if (givenKeys != null && with.keys != null) {
      return new RunResult(givenKeys.run(with.keys, () -> stopped), stopped);
    }
    Map<String, FlowResult> results = new LinkedHashMap<>();
    for (Flow flow : flows) {
      if (isChosen(flow)) {
        results.put(flow.toString(), runner.run(flow, List.of(KeyRange.ALL), () -> stopped));
      }
    }
    return new RunResult(results, stopped);
  }

  /**
   * Returns the counts so far. Other threads may call this method while the reconciler runs.
   *
   * @return a new tally
   */
  public Tally progress() {
    return givenKeys == null ? runner.counted() : givenKeys.counted();
  }

  /** Ends the run early. Copies in progress are completed, and no further copies are started. */
  public void stop() {
    stopped = true;
  }
}
