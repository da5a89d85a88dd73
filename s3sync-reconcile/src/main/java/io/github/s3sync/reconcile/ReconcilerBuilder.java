package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.compare.Scope;
import io.github.s3sync.reconcile.compare.SettleWait;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.input.KeySource;
import io.github.s3sync.rule.CopyRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link Reconciler}. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ReconcilerBuilder {

  /** The maximum number of listers, and of workers. */
  public static final int MAX_THREADS = 10_000;

  final Mode mode;
  final CopyRules rules;
  final S3Clients clients;
  Set<String> ruleNames = Set.of();
  String prefix = "";
  @Nullable KeySource keys;
  private @Nullable String keysIdentity;
  DeleteLimit deleteLimit = DeleteLimit.DEFAULT;
  FindingListener listener = finding -> {};
  Duration retryPause = Duration.ofSeconds(1);
  SettleWait settleWait = SettleWait.sleeping();
  int listers = 16;
  int workers = 32;
  long tableBytes = Runtime.getRuntime().maxMemory() * 2 / 3;
  boolean unordered;
  @Nullable CheckpointStore checkpoint;
  boolean resume;
  Duration checkpointInterval = Duration.ofSeconds(15);
  private Level level = Level.LISTING;
  private Bytes bytes = Bytes.NONE;
  private @Nullable Duration settle;
  private @Nullable Instant since;
  private @Nullable Instant until;
  private boolean copyAll;
  private boolean reportAll;
  private boolean dryRun;
  Clock clock = Clock.systemUTC();
  private @Nullable CopyExecutor executor;
  private OutcomeListener outcomes = OutcomeListener.none();
  private @Nullable Repair repair;

  ReconcilerBuilder(Mode mode, CopyRules rules, S3Clients clients) {
    this.mode = Objects.requireNonNull(mode, "mode");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  /**
   * Sets the executor for copies and deletes. Required if the run repairs differences in this
   * process.
   *
   * @param executor the executor that also handles events, such as {@code S3CopyExecutor}
   * @return this
   */
  public ReconcilerBuilder executor(CopyExecutor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets a listener for the outcomes of copies and deletes in this process.
   *
   * @param listener the listener; none by default
   * @return this
   */
  public ReconcilerBuilder outcomeListener(OutcomeListener listener) {
    this.outcomes = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets how differences are repaired, for example by messages to a queue. Replaces the executor.
   *
   * @param repair the repair
   * @return this
   */
  public ReconcilerBuilder repair(Repair repair) {
    this.repair = Objects.requireNonNull(repair, "repair");
    return this;
  }

  /**
   * Reports the repairs that the run would make, without making them. Nothing is written.
   *
   * @return this
   */
  public ReconcilerBuilder dryRun() {
    this.dryRun = true;
    return this;
  }

  /**
   * Limits the run to some rules.
   *
   * @param names the names of the rules; empty for all rules
   * @return this
   * @throws IllegalArgumentException if a name matches none of the rules
   */
  public ReconcilerBuilder rules(Set<String> names) {
    for (String name : names) {
      if (rules.rules().stream().noneMatch(rule -> rule.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no rule '"
                + name
                + "', expected one of "
                + rules.rules().stream().map(rule -> rule.name()).toList());
      }
    }
    this.ruleNames = Set.copyOf(names);
    return this;
  }

  /**
   * Limits the run to sources whose keys begin with a prefix, and to their replicas.
   *
   * @param prefix the prefix; empty, the default, for all
   * @return this
   */
  public ReconcilerBuilder prefix(String prefix) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    return this;
  }

  /**
   * Compares the objects with given keys only, without listings. Both sides of each key are looked
   * up. A key that no rule applies to, or that exists on neither side, is {@code EXCLUDED}. Two
   * sources with one replica are detected only if they belong to different rules, if an earlier
   * report says so, or if both are given. In the last case, the first one is copied. A run with a
   * {@link #checkpoint} needs {@link #keys(KeySource, String)} instead.
   *
   * @param keys the keys; used by one run only
   * @return this
   */
  public ReconcilerBuilder keys(KeySource keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.keysIdentity = null;
    return this;
  }

  /**
   * Compares the objects with given keys only, as {@link #keys(KeySource)} does, in a run that can
   * be resumed. A checkpoint contains how many of the keys were compared. When the run is resumed,
   * the keys must therefore be the same, in the same order.
   *
   * @param keys the keys, from the first one; used by one run only
   * @param identity identifies the keys, for example by a digest of their file. A checkpoint of
   *     other keys is refused
   * @return this
   */
  public ReconcilerBuilder keys(KeySource keys, String identity) {
    keys(keys);
    this.keysIdentity = Objects.requireNonNull(identity, "identity");
    return this;
  }

  /**
   * Limits the run to sources that were last modified at or after a given time. The run then does
   * not search for replicas without a source.
   *
   * @param time the earliest time
   * @return this
   */
  public ReconcilerBuilder since(Instant time) {
    this.since = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Limits the run to sources that were last modified at or before a given time. The run then does
   * not search for replicas without a source.
   *
   * @param time the latest time
   * @return this
   */
  public ReconcilerBuilder until(Instant time) {
    this.until = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Sets how closely objects are compared.
   *
   * @param level {@link Level#LISTING} by default
   * @return this
   */
  public ReconcilerBuilder level(Level level) {
    this.level = Objects.requireNonNull(level, "level");
    return this;
  }

  /**
   * Sets for which objects the content is read and compared.
   *
   * @param bytes {@link Bytes#NONE} by default
   * @return this
   */
  public ReconcilerBuilder bytes(Bytes bytes) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    return this;
  }

  /**
   * Sets the settle time. A difference is {@code IN_FLIGHT} until this time has passed since the
   * source, or the replica without a source, was written. Choose a time longer than events usually
   * need to arrive and be handled.
   *
   * <p>S3 does not show when an object was deleted. If the rule deletes, a replica without a source
   * is therefore looked up again when this time has passed since the first look-up. The run waits
   * for these look-ups at its end.
   *
   * @param time by default 15 minutes, and zero for a backfill
   * @return this
   * @throws IllegalArgumentException if the time is negative
   */
  public ReconcilerBuilder settle(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("settle is " + time + ", expected zero or more");
    }
    this.settle = time;
    return this;
  }

  /**
   * Sets how a run waits at its end before replicas without a source are looked up again. A program
   * can thus show that the run waits.
   *
   * @param wait by default {@link SettleWait#sleeping}
   * @return this
   */
  public ReconcilerBuilder settleWait(SettleWait wait) {
    this.settleWait = Objects.requireNonNull(wait, "wait");
    return this;
  }

  /**
   * Copies every source of a backfill without comparing it.
   *
   * @return this
   */
  public ReconcilerBuilder copyAll() {
    this.copyAll = true;
    return this;
  }

  /**
   * Reports all objects to the listener, including equal and excluded objects.
   *
   * @return this
   */
  public ReconcilerBuilder reportAll() {
    this.reportAll = true;
    return this;
  }

  /**
   * Compares listings that are not in the order of the keys' UTF-8 bytes, by means of a table in
   * memory, see {@link #tableBytes}. Only required for a store that lists keys in another order.
   * Without this setting, a run on such a store ends incomplete, with a message that advises it.
   * The listings of directory buckets are always compared in this way.
   *
   * @return this
   */
  public ReconcilerBuilder unordered() {
    this.unordered = true;
    return this;
  }

  /**
   * Sets how many replicas without a source may be deleted, by a run that deletes.
   *
   * @param limit {@link DeleteLimit#DEFAULT} by default
   * @return this
   */
  public ReconcilerBuilder deleteLimit(DeleteLimit limit) {
    this.deleteLimit = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Sets a listener for findings.
   *
   * @param listener the listener; none by default
   * @return this
   */
  public ReconcilerBuilder listener(FindingListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets how many key ranges are listed at the same time.
   *
   * @param number 16 by default
   * @return this
   * @throws IllegalArgumentException if the number is less than 1 or more than {@link #MAX_THREADS}
   */
  public ReconcilerBuilder listers(int number) {
    this.listers = threads("listers", number, 1);
    return this;
  }

  /**
   * Sets how many objects are looked up or copied at the same time. The clients need one connection
   * for each worker and one for each lister, or twice as many to compare bytes. The SDK's own
   * default is 50 connections.
   *
   * @param number 32 by default; 0 if each thread that lists objects also looks them up and copies
   *     them
   * @return this
   * @throws IllegalArgumentException if the number is negative or more than {@link #MAX_THREADS}
   */
  public ReconcilerBuilder workers(int number) {
    this.workers = threads("workers", number, 0);
    return this;
  }

  /**
   * Sets how much memory the table of a rule may use. A table is needed if the replicas of the rule
   * are not in the order of their sources, or if {@link #unordered} is set. A million objects need
   * about 32 million bytes. If the comparison needs more memory, the run ends incomplete.
   *
   * @param bytes by default two thirds of the maximum heap of the JVM
   * @return this
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ReconcilerBuilder tableBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("tableBytes is " + bytes + ", expected 1 or more");
    }
    this.tableBytes = bytes;
    return this;
  }

  /**
   * Stores how far the run has come, at intervals and at its end, so that it can be resumed. After
   * a complete run, the checkpoint is deleted.
   *
   * @param store the location; used by one run at a time
   * @return this
   */
  public ReconcilerBuilder checkpoint(CheckpointStore store) {
    this.checkpoint = Objects.requireNonNull(store, "store");
    return this;
  }

  /**
   * Resumes the run of the checkpoint. If there is no checkpoint, the run starts from the
   * beginning. Objects that were compared before are not compared again. The rules and settings
   * must be those of the checkpoint, except the number of threads, the memory, how differences are
   * repaired, and {@link #unordered}. Key mappers and filters that are written in Java are
   * recognized by their class only.
   *
   * @return this
   */
  public ReconcilerBuilder resume() {
    this.resume = true;
    return this;
  }

  /**
   * Sets the interval between two checkpoints.
   *
   * @param interval 15 seconds by default
   * @return this
   * @throws IllegalArgumentException if the interval is shorter than a millisecond
   */
  public ReconcilerBuilder checkpointInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "checkpointInterval is " + interval + ", expected a millisecond or more");
    }
    this.checkpointInterval = interval;
    return this;
  }

  /** Sets the first pause before a listing request is retried, for tests. */
  ReconcilerBuilder retryPause(Duration pause) {
    this.retryPause = pause;
    return this;
  }

  /**
   * Sets the clock that determines the age of objects.
   *
   * @param clock {@link Clock#systemUTC()} by default
   * @return this
   */
  public ReconcilerBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Creates the reconciler.
   *
   * @return the reconciler
   * @throws IllegalStateException if the run repairs differences but has neither an executor nor
   *     another repair, or if settings contradict each other
   */
  public Reconciler build() {
    if (copyAll && mode != Mode.BACKFILL) {
      throw new IllegalStateException("copyAll is set for " + mode + ", expected BACKFILL");
    }
    if (resume && checkpoint == null) {
      throw new IllegalStateException("resume is set without a checkpoint");
    }
    if (checkpoint != null && keys != null && keysIdentity == null) {
      throw new IllegalStateException(
          "checkpoint and keys are both set without an identity of the keys, expected one: it shows"
              + " whether a resumed run has the same keys");
    }
    return new Reconciler(this, scope(), repairs());
  }

  /** Returns the settings that define the run. A checkpoint is valid for the same settings. */
  Map<String, String> identity() {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("mode", dryRun ? mode + " (dry run)" : mode.name());
    run.put("rules", RulesDigest.of(rules, clients));
    run.put("rule names", new TreeSet<>(ruleNames).toString());
    run.put("prefix", prefix);
    run.put("level", level.name());
    run.put("bytes", bytes.toString());
    run.put("settle", scope().settle().toString());
    run.put("since", String.valueOf(since));
    run.put("until", String.valueOf(until));
    run.put("copy all", String.valueOf(copyAll));
    run.put("report all", String.valueOf(reportAll));
    run.put("given keys", Objects.toString(keysIdentity, "none"));
    run.put("delete limit", Objects.toString(limit(), "none"));
    return run;
  }

  /** Returns whether the run compares a flow. */
  boolean isChosen(Flow flow) {
    return ruleNames.isEmpty() || ruleNames.contains(flow.rule().name());
  }

  /** Returns how many replicas may be deleted; null if the run does not delete. */
  @Nullable DeleteLimit limit() {
    return mode == Mode.RECONCILE ? deleteLimit : null;
  }

  /** Returns the operations that copy a source in this process. */
  List<String> copyRequests(CopyPlan plan) {
    return executor == null ? List.of() : executor.requests(plan);
  }

  /** Returns the requests that the run needs for its objects. */
  RequestModel requestModel() {
    Scope scope = scope();
    boolean here = mode != Mode.VERIFY && !dryRun && repair == null;
    boolean anyDeletes =
        rules.rules().stream().anyMatch(rule -> rule.kinds().contains(EventKind.REMOVED));
    return new RequestModel(
        level,
        bytes,
        !scope.acts(),
        scope.extras() && !scope.hasTimeFilter(),
        anyDeletes && !scope.settle().isZero(),
        here && mode == Mode.RECONCILE && anyDeletes,
        here,
        copyAll,
        listers,
        workers);
  }

  private Repair repairs() {
    if (mode == Mode.VERIFY) {
      return Repair.none();
    }
    if (dryRun) {
      return Repair.dryRun();
    }
    if (repair != null) {
      return repair;
    }
    if (executor == null) {
      throw new IllegalStateException("executor is not set, expected one for " + mode);
    }
    rules.rules().forEach(executor::check);
    return new ExecutorRepair(executor, outcomes);
  }

  private Scope scope() {
    Duration byDefault = mode == Mode.BACKFILL ? Duration.ZERO : Duration.ofMinutes(15);
    return new Scope(
        level,
        bytes,
        settle == null ? byDefault : settle,
        since,
        until,
        mode != Mode.BACKFILL,
        copyAll,
        reportAll,
        mode == Mode.BACKFILL && !dryRun,
        clock);
  }

  private static int threads(String name, int number, int min) {
    if (number < min || number > MAX_THREADS) {
      throw new IllegalArgumentException(
          name + " is " + number + ", expected " + min + " to " + MAX_THREADS);
    }
    return number;
  }
}
