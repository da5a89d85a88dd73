package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.reconcile.listing.ListingPage;
import io.github.s3sync.reconcile.listing.ListingTraits;
import io.github.s3sync.reconcile.listing.PageSource;
import io.github.s3sync.reconcile.listing.S3PageSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares flows one after the other, and then ends them one after the other, so that a run waits
 * at most once.
 *
 * @since 0.1.0
 */
public final class FlowRunner {

  private final List<Flow> flows;
  private final Scope scope;
  private final S3Clients clients;
  private final Repair repair;
  private final @Nullable DeleteLimit limit;
  private final FindingListener listener;
  private final Duration retryPause;
  private final int listers;
  private final int workers;
  private final long tableBytes;
  private final boolean unordered;
  private final SettleWait wait;
  private final Map<String, FlowComparison> comparisons = new LinkedHashMap<>();
  private final Map<String, FlowResult> failed = new HashMap<>();
  private final Tally finished = new Tally();
  private FlowState earlier = FlowState.START;
  private @Nullable FlowComparison current;

  /**
   * Creates a runner.
   *
   * @param flows all flows of the rules, including flows that are not compared, because they may
   *     share replicas
   * @param scope the objects to compare, and how closely
   * @param clients the S3 clients
   * @param repair repairs differences
   * @param limit how many replicas may be deleted; null if the run does not delete
   * @param listener receives each finding
   * @param retryPause the first pause before a listing request is retried
   * @param listers how many ranges are listed at the same time
   * @param workers how many objects are looked up or copied at the same time
   * @param tableBytes how much memory a comparison may use if replicas are not in the order of
   *     their sources
   * @param unordered whether no store is known to list keys in the order of their UTF-8 bytes
   * @param wait waits until replicas without a source are looked up again
   */
  public FlowRunner(
      List<Flow> flows,
      Scope scope,
      S3Clients clients,
      Repair repair,
      @Nullable DeleteLimit limit,
      FindingListener listener,
      Duration retryPause,
      int listers,
      int workers,
      long tableBytes,
      boolean unordered,
      SettleWait wait) {
    this.flows = List.copyOf(flows);
    this.scope = scope;
    this.clients = clients;
    this.repair = repair;
    this.limit = limit;
    this.listener = listener;
    this.retryPause = retryPause;
    this.listers = listers;
    this.workers = workers;
    this.tableBytes = tableBytes;
    this.unordered = unordered;
    this.wait = wait;
  }

  /**
   * Estimates the number of objects of a flow from a sample of its listings.
   *
   * @param given the flow
   * @param copyRequests returns the operations that copy a source
   * @return the numbers
   * @throws ListingException if a listing fails
   */
  public FlowSample sample(Flow given, Function<CopyPlan, List<String>> copyRequests) {
    Flow flow = SourceRegion.added(given, clients);
    Side sources = sources(flow);
    Side replicas = replicas(flow);
    Examiner examiner = new Examiner(flow, flows, sources, replicas, scope, clients, repair);
    return new FlowSampler(
            flow, sources, replicas, examiner, copyRequests, merges(flow, sources, replicas))
        .sample();
  }

  private boolean merges(Flow flow, Side sources, Side replicas) {
    boolean ordered = sources.traits().isOrdered() && replicas.traits().isOrdered();
    // Without a comparison, the order of the replicas does not matter. If the sources cannot be
    // derived from them, only a table shows that two sources have the same replica.
    return flow.keepsOrder() && (ordered || scope.copyAll());
  }

  /**
   * Begins the next flow.
   *
   * @param state the state in which an earlier run ended; {@link FlowState#START} for none
   */
  public synchronized void begin(FlowState state) {
    current = null;
    earlier = state;
  }

  /**
   * Compares a flow, or the rest of it, after {@link #begin}. {@link #end} reports and deletes the
   * replicas without a source.
   *
   * @param given the flow
   * @param stopped returns whether the run is to end early
   */
  public void compare(Flow given, BooleanSupplier stopped) {
    FlowState state = earlier;
    Flow flow = SourceRegion.added(given, clients);
    Side sources = sources(flow);
    Side replicas = replicas(flow);
    boolean merges = merges(flow, sources, replicas);
    FlowComparison comparison =
        new FlowComparison(
            flow,
            sources,
            replicas,
            new Examiner(flow, flows, sources, replicas, scope, clients, repair),
            scope,
            limit,
            repair,
            listener,
            workers,
            stopped,
            merges ? state : FlowState.START);
    synchronized (this) {
      current = comparison;
      comparisons.put(given.toString(), comparison);
    }
    try {
      if (merges) {
        comparison.merge(listers);
      } else {
        comparison.lookUp(listers, tableBytes);
      }
    } catch (TableFullException e) {
      failed.put(
          given.toString(),
          new FlowResult(
              new Tally(), List.of(KeyRange.ALL), List.of(String.valueOf(e.getMessage()))));
    }
  }

  /**
   * Chooses a flow that was compared, so that {@link #state} returns its state.
   *
   * @param flow the flow
   */
  public synchronized void choose(Flow flow) {
    current = comparisons.get(flow.toString());
  }

  /**
   * Ends the flow that was chosen: looks up again, reports and deletes its replicas without a
   * source.
   *
   * @param flow the flow
   * @return the result of the comparison, including the counts of the earlier run
   */
  public FlowResult end(Flow flow) {
    FlowComparison comparison;
    boolean allComplete;
    synchronized (this) {
      comparison = Objects.requireNonNull(comparisons.get(flow.toString()), "not compared");
      allComplete = comparisons.values().stream().allMatch(FlowComparison::isComplete);
    }
    FlowResult result = comparison.end(wait, allComplete && failed.isEmpty());
    return failed.getOrDefault(flow.toString(), result);
  }

  /**
   * Reports the replicas without a source of the flow that was chosen, after the run has failed.
   * Nothing is deleted.
   *
   * @param flow the flow
   */
  public void abandon(Flow flow) {
    FlowComparison comparison;
    synchronized (this) {
      comparison = comparisons.get(flow.toString());
    }
    if (comparison != null) {
      comparison.abandon();
    }
  }

  /**
   * Adds the counts of a flow that an earlier run has finished.
   *
   * @param tally the counts
   */
  public synchronized void skip(Tally tally) {
    finished.add(tally);
  }

  /**
   * Returns how far the comparison of the flow that was begun last has come. Other threads may call
   * this method while a flow is compared.
   *
   * @return the state; {@link FlowState#START} if the comparison can only be repeated from the
   *     beginning; null if findings were lost because the listener failed
   */
  public @Nullable FlowState state() {
    FlowComparison comparison;
    synchronized (this) {
      comparison = current;
      if (comparison == null) {
        return earlier;
      }
    }
    return comparison.state();
  }

  /**
   * Returns the counts of all flows so far. Other threads may call this method while a flow is
   * compared.
   *
   * @return a new tally
   */
  public synchronized Tally counted() {
    Tally counted = new Tally();
    counted.add(finished);
    comparisons.values().forEach(comparison -> counted.add(comparison.counted()));
    return counted;
  }

  private Side sources(Flow flow) {
    return Side.sources(flow, clients, retryPause, unordered);
  }

  /** Returns the listing of a flow's source bucket, without retries. */
  static PageSource sourcePages(Flow flow, S3Clients clients) {
    return new S3PageSource(
        clients.source(flow.anyPlan()),
        flow.rule().sourceBucket(),
        flow.rule().sourceOwner(),
        flow.rule().options().requestPayer());
  }

  private Side replicas(Flow flow) {
    if (scope.copyAll()) {
      PageSource none = (prefix, startAfter, token) -> new ListingPage(List.of(), false, null);
      return new Side(none, flow.replicaPrefix(), new ListingTraits());
    }
    return Side.replicas(flow, clients, retryPause, unordered);
  }
}
