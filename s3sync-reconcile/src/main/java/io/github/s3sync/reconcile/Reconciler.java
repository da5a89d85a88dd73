package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.FlowRunner;
import io.github.s3sync.reconcile.compare.FlowSample;
import io.github.s3sync.reconcile.compare.FlowState;
import io.github.s3sync.reconcile.compare.KeyComparison;
import io.github.s3sync.reconcile.compare.Scope;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
  private final @Nullable CheckpointKeeper keeper;
  private volatile boolean stopped;

  Reconciler(ReconcilerBuilder with, Scope scope, Repair repair) {
    this.with = with;
    this.flows = Flow.of(with.rules, with.prefix);
    List<Flow> everyFlow = Flow.of(with.rules, "");
    this.runner =
        new FlowRunner(
            everyFlow,
            scope,
            with.clients,
            repair,
            with.limit(),
            with.listener,
            with.retryPause,
            with.listers,
            with.workers,
            with.tableBytes,
            with.unordered,
            with.settleWait);
    this.givenKeys = with.keys == null ? null : givenKeys(everyFlow, scope, repair);
    this.keeper =
        with.checkpoint == null
            ? null
            : new CheckpointKeeper(
                with,
                with.checkpoint,
                flows,
                runner::state,
                givenKeys == null ? null : givenKeys::states,
                repair::flush);
  }

  private KeyComparison givenKeys(List<Flow> everyFlow, Scope scope, Repair repair) {
    return new KeyComparison(
        everyFlow,
        flows.stream().filter(with::isChosen).toList(),
        with.prefix,
        scope,
        with.clients,
        repair,
        with.limit(),
        with.listener,
        with.workers,
        with.tableBytes,
        with.retryPause,
        with.unordered,
        with.settleWait);
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
   * Estimates the requests, the price and the time of the run, from a sample of its listings. For
   * each rule and destination, makes one or two listing requests if the listings fit into a page.
   * Otherwise it takes eight random samples, usually a few hundred requests.
   *
   * @return the estimate
   * @throws ListingException if a listing fails
   * @throws IllegalStateException if the run compares given keys and lists nothing
   */
  public Estimate estimate() {
    if (givenKeys != null) {
      throw new IllegalStateException("the run compares given keys, expected a run that lists");
    }
    List<FlowSample> samples = new ArrayList<>();
    for (Flow flow : flows) {
      if (with.isChosen(flow)) {
        samples.add(runner.sample(flow, with::copyRequests));
      }
    }
    return Estimate.of(samples, with.requestModel());
  }

  /**
   * Runs the comparison. Call this method only once for each reconciler.
   *
   * @return the result of the run; if it was resumed, including the results of earlier runs
   * @throws CheckpointException if a checkpoint exists but {@code resume} was not set, if the
   *     checkpoint belongs to another run, or if it cannot be read or written. Nothing was compared
   *     in that case. A checkpoint that cannot be written later does not end the run
   */
  public RunResult run() {
    if (keeper == null) {
      return new RunResult(compareAll(), stopped);
    }
    keeper.begin(
        () -> {
          if (givenKeys != null) {
            givenKeys.begin(keeper::earlier);
          }
        });
    try {
      Map<String, FlowResult> results = compareAll();
      return new RunResult(results, stopped, keeper.resumedFrom(), keeper.end());
    } finally {
      keeper.end();
    }
  }

  private Map<String, FlowResult> compareAll() {
    return givenKeys != null && with.keys != null
        ? givenKeys.run(with.keys, () -> stopped)
        : compare();
  }

  private Map<String, FlowResult> compare() {
    Map<String, FlowResult> results = new LinkedHashMap<>();
    Deque<Flow> open = new ArrayDeque<>();
    try {
      compare(open, results);
      for (Flow flow = open.poll(); flow != null; flow = open.poll()) {
        end(flow, results);
      }
    } catch (RuntimeException | Error e) {
      open.forEach(flow -> abandon(flow, e));
      throw e;
    }
    return results;
  }

  private void compare(Deque<Flow> open, Map<String, FlowResult> results) {
    for (Flow flow : flows) {
      if (with.isChosen(flow)) {
        FlowState earlier = keeper == null ? FlowState.START : keeper.earlier(flow.toString());
        results.put(flow.toString(), new FlowResult(earlier.tally(), List.of(), List.of()));
        if (earlier.isFinished()) {
          runner.skip(earlier.tally());
        } else {
          open.add(flow);
          compare(flow, earlier);
        }
      }
    }
  }

  private void compare(Flow flow, FlowState earlier) {
    runner.begin(earlier);
    // Only now, because from here on the keeper stores the runner's state under this name.
    keeping(flow, () -> runner.compare(flow, () -> stopped));
  }

  private void end(Flow flow, Map<String, FlowResult> results) {
    runner.choose(flow);
    keeping(flow, () -> results.put(flow.toString(), runner.end(flow)));
  }

  /** Reports what is known about a flow after the run has failed. */
  private void abandon(Flow flow, Throwable failure) {
    runner.choose(flow);
    try {
      keeping(flow, () -> runner.abandon(flow));
    } catch (RuntimeException | Error e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Runs an action during which the keeper stores the runner's state as that of a flow. */
  private void keeping(Flow flow, Runnable action) {
    if (keeper == null) {
      action.run();
      return;
    }
    keeper.begin(flow.toString());
    try {
      action.run();
    } finally {
      keeper.end(flow.toString());
    }
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

  /**
   * Stores how far the run has come, as it does at intervals. Other threads may call this method
   * while the reconciler runs.
   *
   * @return whether a checkpoint was stored
   */
  public boolean save() {
    return keeper != null && keeper.save();
  }
}
