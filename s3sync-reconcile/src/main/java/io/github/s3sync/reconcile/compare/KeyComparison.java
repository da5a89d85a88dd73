package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.InvalidInputException;
import io.github.s3sync.reconcile.input.KeySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares the objects whose keys are given, without listing ranges of keys. Each key is looked up
 * on both sides, for each rule and destination that applies to it, and is repaired as in a
 * comparison by listings. A source that is not found is also searched in the listing of its key.
 * Replicas without a source are deleted last, only if all keys could be read, and within the delete
 * limit.
 *
 * @since 0.1.0
 */
public final class KeyComparison {

  /** The name of the result about keys that no rule applies to. */
  public static final String NO_RULE = "keys that no rule applies to";

  private final List<KeyedFlow> flows;
  private final FindingListener listener;
  private final boolean all;
  private final String prefix;
  private final int workers;
  private final SettleWait wait;
  private KeyProgress noRule = new KeyProgress(FlowState.START);
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

  /**
   * Creates a comparison.
   *
   * @param everyFlow all flows of the rules, because they may share replicas
   * @param chosen the flows to compare
   * @param prefix the prefix of the source keys to compare; empty for all keys
   * @param scope the objects to compare, and how closely
   * @param clients the S3 clients
   * @param repair repairs differences
   * @param limit how many replicas may be deleted; null if the run does not delete
   * @param listener receives each finding
   * @param workers how many objects are looked up or copied at the same time; 0 if the caller of
   *     {@link #run} compares them
   * @param claimBytes how much memory may be used to detect that two given sources have the same
   *     replica, if sources cannot be derived from their replicas
   * @param retryPause the first pause before a listing request is retried
   * @param unordered whether no store is known to list keys in the order of their UTF-8 bytes
   * @param wait waits until replicas without a source are looked up again
   */
  public KeyComparison(
      List<Flow> everyFlow,
      List<Flow> chosen,
      String prefix,
      Scope scope,
      S3Clients clients,
      Repair repair,
      @Nullable DeleteLimit limit,
      FindingListener listener,
      int workers,
      long claimBytes,
      Duration retryPause,
      boolean unordered,
      SettleWait wait) {
    ReplicaClaims claims = new ReplicaClaims(claimBytes);
    this.flows =
        chosen.stream()
            .map(
                flow ->
                    new KeyedFlow(
                        flow,
                        everyFlow,
                        scope,
                        clients,
                        repair,
                        limit,
                        this::report,
                        claims,
                        retryPause,
                        unordered,
                        workers))
            .toList();
    this.listener = listener;
    this.all = scope.all();
    this.prefix = prefix;
    this.workers = workers;
    this.wait = wait;
  }

  /**
   * Continues after an earlier run of the same keys.
   *
   * @param earlier returns the state in which the earlier run has left a flow, by the flow's
   *     description or {@link #NO_RULE}
   */
  public void begin(Function<String, FlowState> earlier) {
    flows.forEach(flow -> flow.begin(earlier.apply(flow.toString())));
    noRule = new KeyProgress(earlier.apply(NO_RULE));
  }

  /**
   * Returns how far the keys were compared. Other threads may call this method during the
   * comparison.
   *
   * @return the state of each flow; null if findings were lost because the listener failed
   */
  public @Nullable Map<String, FlowState> states() {
    Map<String, FlowState> states = new LinkedHashMap<>();
    flows.forEach(flow -> states.put(flow.toString(), flow.state()));
    states.put(NO_RULE, noRule.ledger().state());
    // Checked last: the listener fails before its finding counts.
    return fault.get() == null ? states : null;
  }

  /**
   * Compares all keys.
   *
   * @param keys the keys
   * @param stopped returns whether the run is to end early
   * @return the result of each flow that a key belongs to, and of the keys that no rule applies to
   */
  public Map<String, FlowResult> run(KeySource keys, BooleanSupplier stopped) {
    String problem = null;
    long number = 0;
    boolean all = false;
    BooleanSupplier ended =
        () ->
            stopped.getAsBoolean() || fault.get() != null || Thread.currentThread().isInterrupted();
    try (Workers pool = new Workers(workers)) {
      GivenKey given = keys.next();
      while (given != null && !ended.getAsBoolean()) {
        dispatch(given, ++number, pool, stopped);
        given = keys.next();
      }
      all = given == null;
      problem = all || stopped.getAsBoolean() ? null : "the run was interrupted";
    } catch (InvalidInputException e) {
      problem = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      // The keys could not be read. The replicas without a source are reported nevertheless.
      flows.forEach(flow -> flow.finish(false, wait, ended));
      throw e;
    }
    for (KeyProgress each : progress()) {
      each.end(number, all);
    }
    boolean complete = problem == null && !stopped.getAsBoolean() && fault.get() == null;
    flows.forEach(flow -> flow.finish(complete, wait, ended));
    Throwable broken = fault.get();
    if (broken instanceof Error error) {
      throw error;
    }
    if (broken instanceof RuntimeException exception) {
      throw exception;
    }
    return results(problem);
  }

  private List<KeyProgress> progress() {
    List<KeyProgress> all = new ArrayList<>();
    flows.forEach(flow -> all.add(flow.progress()));
    all.add(noRule);
    return all;
  }

  /** Passes a key to a worker, unless an earlier run has counted it for all flows. */
  private void dispatch(GivenKey given, long number, Workers pool, BooleanSupplier stopped) {
    Map<KeyProgress, RangeLedger.Segment> segments = new HashMap<>();
    for (KeyProgress each : progress()) {
      RangeLedger.Segment segment = each.postpone(number);
      if (segment != null) {
        segments.put(each, segment);
      }
    }
    if (!segments.isEmpty()) {
      pool.execute(
          () -> {
            if (!stopped.getAsBoolean()) {
              compareOrFail(given, number, segments);
            }
          });
    }
    progress().forEach(each -> each.read(number));
  }

  private Map<String, FlowResult> results(@Nullable String problem) {
    Map<String, FlowResult> results = new LinkedHashMap<>();
    for (KeyedFlow flow : flows) {
      Tally counted = flow.counted();
      String ofFlow = flow.problem();
      if (counted.found() > 0 || ofFlow != null) {
        List<String> problems = ofFlow == null ? List.of() : List.of(ofFlow);
        results.put(flow.toString(), new FlowResult(counted, List.of(), problems));
      }
    }
    Tally ofNoRule = noRule.counted();
    if (ofNoRule.found() > 0 || problem != null) {
      List<String> problems = problem == null ? List.of() : List.of(problem);
      results.put(NO_RULE, new FlowResult(ofNoRule, List.of(), problems));
    }
    return results;
  }

  /**
   * Returns the counts so far. Other threads may call this method during the comparison.
   *
   * @return a new tally
   */
  public Tally counted() {
    Tally counted = new Tally();
    flows.forEach(flow -> counted.add(flow.counted()));
    counted.add(noRule.counted());
    return counted;
  }

  /** Compares an object. After an exception or error, its finding is lost and the run must fail. */
  private void compareOrFail(
      GivenKey given, long number, Map<KeyProgress, RangeLedger.Segment> segments) {
    try {
      compare(given, number, segments);
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null, e);
    }
  }

  private void compare(
      GivenKey given, long number, Map<KeyProgress, RangeLedger.Segment> segments) {
    if (fault.get() != null) {
      return;
    }
    List<KeyedFlow> applicable = new ArrayList<>();
    if (given.key() == null || given.key().startsWith(prefix)) {
      applicable.addAll(flows.stream().filter(flow -> flow.appliesTo(given)).toList());
      narrow(applicable, given);
    }
    RangeLedger.Segment ofNoRule = applicable.isEmpty() ? segments.remove(noRule) : null;
    if (ofNoRule != null) {
      Finding excluded = excluded(given);
      report(excluded);
      ofNoRule.settle(KeyedFlow.count(excluded));
    }
    for (KeyedFlow flow : applicable) {
      RangeLedger.Segment segment = segments.remove(flow.progress());
      if (segment != null) {
        flow.compare(given, number, segment);
      }
    }
    segments.values().forEach(segment -> segment.settle(new Tally()));
  }

  /** Limits the flows to those of the rule and destination bucket that a report names. */
  private static void narrow(List<KeyedFlow> applicable, GivenKey given) {
    if (applicable.stream().anyMatch(flow -> flow.isOfRule(given.rule()))) {
      applicable.removeIf(flow -> !flow.isOfRule(given.rule()));
    }
    if (applicable.stream().anyMatch(flow -> flow.isTo(given.replicaBucket()))) {
      applicable.removeIf(flow -> !flow.isTo(given.replicaBucket()));
    }
  }

  private static Finding excluded(GivenKey given) {
    String replicaBucket = given.replicaBucket();
    String replicaKey = given.replicaKey();
    return new Finding(
        given.rule() == null ? "" : given.rule(),
        Verdict.EXCLUDED,
        given.key() == null
            ? null
            : new ObjectRef(given.bucket() == null ? "" : given.bucket(), given.key()),
        replicaBucket == null || replicaKey == null
            ? null
            : new ObjectRef(replicaBucket, replicaKey),
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        SkipReason.NO_RULE,
        null,
        null,
        Action.NONE,
        0,
        0);
  }

  /** Reports a finding; objects that were named are reported also if they are excluded. */
  private void report(Finding finding) {
    if (!all && finding.verdict() == Verdict.SAME) {
      return;
    }
    try {
      listener.onFinding(finding);
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null, e);
    }
  }
}
