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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
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
  private final Tally noRule = new Tally();
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
   * Compares all keys.
   *
   * @param keys the keys
   * @param stopped returns whether the run is to end early
   * @return the result of each flow that a key belongs to, and of the keys that no rule applies to
   */
  public Map<String, FlowResult> run(KeySource keys, BooleanSupplier stopped) {
    String problem = null;
    try (Workers pool = new Workers(workers)) {
      GivenKey given = keys.next();
      while (given != null && !stopped.getAsBoolean() && fault.get() == null) {
        GivenKey next = given;
        pool.execute(
            () -> {
              if (!stopped.getAsBoolean()) {
                compareOrFail(next);
              }
            });
        given = keys.next();
      }
    } catch (InvalidInputException e) {
      problem = String.valueOf(e.getMessage());
    }
    boolean complete = problem == null && !stopped.getAsBoolean() && fault.get() == null;
    flows.forEach(
        flow -> flow.finish(complete, wait, () -> stopped.getAsBoolean() || fault.get() != null));
    Throwable broken = fault.get();
    if (broken instanceof Error error) {
      throw error;
    }
    if (broken instanceof RuntimeException exception) {
      throw exception;
    }
    return results(problem);
  }

  private Map<String, FlowResult> results(@Nullable String problem) {
    Map<String, FlowResult> results = new LinkedHashMap<>();
    for (KeyedFlow flow : flows) {
      Tally counted = flow.counted();
      if (counted.found() > 0) {
        results.put(flow.toString(), new FlowResult(counted, List.of(), List.of()));
      }
    }
    if (noRule.found() > 0 || problem != null) {
      List<String> problems = problem == null ? List.of() : List.of(problem);
      results.put(NO_RULE, new FlowResult(noRule, List.of(), problems));
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
    synchronized (noRule) {
      counted.add(noRule);
    }
    return counted;
  }

  /** Compares an object. After an exception or error, its finding is lost and the run must fail. */
  private void compareOrFail(GivenKey given) {
    try {
      compare(given);
    } catch (RuntimeException | Error e) {
      fault.compareAndSet(null, e);
    }
  }

  private void compare(GivenKey given) {
    if (fault.get() != null) {
      return;
    }
    List<KeyedFlow> applicable = new ArrayList<>();
    if (given.key() == null || given.key().startsWith(prefix)) {
      applicable.addAll(flows.stream().filter(flow -> flow.appliesTo(given)).toList());
      narrow(applicable, given);
    }
    if (applicable.isEmpty()) {
      Finding excluded = excluded(given);
      synchronized (noRule) {
        KeyedFlow.count(noRule, excluded);
      }
      report(excluded);
    }
    applicable.forEach(flow -> flow.compare(given));
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
