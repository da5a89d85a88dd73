package io.github.s3sync.reconcile.compare;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.FindingListener;
import io.github.s3sync.reconcile.finding.Repair;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.reconcile.listing.RangeQueue;
import io.github.s3sync.reconcile.listing.RangeWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the sources of one flow with its replicas on several threads, and finally deletes
 * replicas without a source. If the queue of objects is full, a listing thread examines its object
 * itself. Memory thus stays bounded, and listings wait for copies.
 *
 * <p>If replicas are in the order of their sources, both listings are compared side by side.
 * Otherwise, the sources are listed, a {@link ReplicaTable} compares the replicas with them, and
 * the sources are listed again.
 */
final class FlowComparison implements Judge {

  /** Why replicas were not looked up again. */
  static final String ENDED_EARLY = "the run was ended early";

  /** Why replicas were not looked up again. */
  static final String LOOK_FAILED = "the look-up failed";

  private final Side sources;
  private final Side replicas;
  private final Flow flow;
  private final Examiner examiner;
  private final ExtraDeletes deletes;
  private final Extras extras;
  private final FindingListener listener;
  private final boolean all;
  private final BooleanSupplier stopped;
  private final FlowState earlier;
  private final RangeLedger ledger;
  private final RangeLedger replicaLedger = allKeys();
  private final int threads;
  private final Workers workers;
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
  private volatile boolean resumable;
  private volatile @Nullable List<ListingException> problems;
  private volatile @Nullable FlowState end;

  /**
   * Creates a comparison.
   *
   * @param earlier the state in which an earlier run ended; {@link FlowState#START} if the replicas
   *     are not in the order of their sources
   */
  FlowComparison(
      Flow flow,
      Side sources,
      Side replicas,
      Examiner examiner,
      Scope scope,
      @Nullable DeleteLimit limit,
      Repair repair,
      FindingListener listener,
      int workers,
      BooleanSupplier stopped,
      FlowState earlier) {
    this.flow = flow;
    this.sources = sources;
    this.replicas = replicas;
    this.examiner = examiner;
    this.listener = listener;
    this.all = scope.all();
    this.stopped = stopped;
    this.earlier = earlier;
    this.ledger = new RangeLedger(earlier.left(), earlier.tally());
    this.threads = workers;
    this.workers = new Workers(workers);
    this.deletes = new ExtraDeletes(flow, limit, repair);
    this.extras = new Extras(flow, deletes, scope, this::report);
    this.extras.addAll(earlier, ledger::replace);
  }

  private static RangeLedger allKeys() {
    return new RangeLedger(FlowState.START.left(), FlowState.START.tally());
  }

  /** Compares two listings with the same order. Call {@link #end} afterwards. */
  void merge(int listers) {
    resumable = true;
    RangeQueue queue = new RangeQueue(earlier.left());
    compare(
        () ->
            RangeWorkers.run(
                listers,
                queue,
                range ->
                    stopUnless(
                        new RangeMerge(range, sources, replicas, this, queue, ledger)
                            .run(this::isStopped),
                        queue)));
  }

  /** Compares listings of any order by means of a table. Call {@link #end} afterwards. */
  void lookUp(int listers, long tableBytes) {
    TableComparison table = new TableComparison(flow, examiner, this, new ReplicaTable(tableBytes));
    RangeQueue first = new RangeQueue(List.of(KeyRange.ALL));
    compare(
        () -> {
          List<ListingException> problems = new ArrayList<>();
          problems.addAll(scan(listers, first, sources, table::addSource, allKeys()));
          if (problems.isEmpty() && !isStopped()) {
            RangeQueue second = new RangeQueue(List.of(KeyRange.ALL));
            problems.addAll(scan(listers, second, replicas, table::addReplica, replicaLedger));
          }
          if (problems.isEmpty() && !isStopped()) {
            RangeQueue last = new RangeQueue(List.of(KeyRange.ALL));
            problems.addAll(scan(listers, last, sources, table::compareSource, ledger));
          }
          return problems;
        });
  }

  private List<ListingException> scan(
      int listers, RangeQueue queue, Side side, RangeScan.Visitor visitor, RangeLedger in) {
    return RangeWorkers.run(
        listers,
        queue,
        range ->
            stopUnless(new RangeScan(range, side, visitor, queue, in).run(this::isStopped), queue));
  }

  private static void stopUnless(boolean ended, RangeQueue queue) {
    if (!ended) {
      queue.stop();
    }
  }

  private void compare(Supplier<List<ListingException>> comparison) {
    try {
      problems = comparison.get();
    } finally {
      workers.close();
    }
    throwFault();
  }

  /**
   * Looks up again, reports and deletes the replicas without a source.
   *
   * @param wait waits until the settle time has passed
   * @param allComplete whether all flows of the run were compared completely; otherwise, nothing is
   *     deleted
   */
  FlowResult end(SettleWait wait, boolean allComplete) {
    extras.lookAgain(examiner::again, allComplete ? wait : null, threads, this::isStopped);
    throwFault();
    boolean complete = allComplete && isComplete();
    if (complete && !isStopped()) {
      extras.delete(this::problemOfDeletes, this::isStopped);
    }
    // A resumed run decides about the replicas that this run keeps because it is not complete.
    end = endState();
    List<String> reasons = new ArrayList<>();
    problems().forEach(e -> reasons.add(e.reason() + ": " + e.getMessage()));
    String reason =
        isStopped() ? ENDED_EARLY : complete ? LOOK_FAILED : "not all objects were compared";
    String undecided = complete ? extras.undecided(reason) : null;
    if (undecided != null) {
      reasons.add(undecided);
    }
    extras.keepAll(reason);
    throwFault();
    return new FlowResult(counted(), left(), reasons);
  }

  /**
   * Reports the replicas without a source after the run has failed. A resumed run decides about
   * them.
   */
  void abandon() {
    end = state();
    extras.keepAll("the run failed");
  }

  private @Nullable String problemOfDeletes(int number) {
    Tally found = counted();
    return found.sources() == 0
        ? "no source was found at all"
        : deletes.tooLargeShare(number, found.replicas(), "replicas");
  }

  private List<ListingException> problems() {
    List<ListingException> all = problems;
    return all == null ? List.of() : all;
  }

  private List<KeyRange> left() {
    List<KeyRange> left = ledger.left();
    return left.isEmpty() && !resumable ? replicaLedger.left() : left;
  }

  /** Returns whether all objects were compared. */
  boolean isComplete() {
    return left().isEmpty() && problems().isEmpty() && !stopped.getAsBoolean();
  }

  private FlowState endState() {
    boolean trusted =
        problems().stream().noneMatch(e -> e.reason() == FailureReason.NOT_SUPPORTED)
            && (problems().isEmpty() || !ledger.left().isEmpty());
    if (!trusted) {
      return FlowState.START;
    }
    FlowState state = extras.state(ledger);
    if (resumable) {
      return state;
    }
    return isComplete() && state.extras().isEmpty()
        ? new FlowState(counted(), List.of(), List.of(), false)
        : FlowState.START;
  }

  private void throwFault() {
    RuntimeException broken = fault.get();
    if (broken != null) {
      throw broken;
    }
  }

  /** Returns the counts so far. */
  Tally counted() {
    Tally counted = ledger.counted();
    counted.add(replicaLedger.counted());
    return counted;
  }

  /**
   * Returns how far the comparison has come.
   *
   * @return the state; {@link FlowState#START} if the comparison can only be repeated from the
   *     beginning; null if findings were lost because the listener failed
   */
  @Nullable FlowState state() {
    FlowState last = end;
    if (last != null) {
      return last;
    }
    FlowState state =
        problems != null ? endState() : resumable ? extras.state(ledger) : FlowState.START;
    // Checked last: the listener fails before its finding counts.
    return fault.get() == null ? state : null;
  }

  private boolean isStopped() {
    return stopped.getAsBoolean() || fault.get() != null || Thread.currentThread().isInterrupted();
  }

  @Override
  public Glance glance(@Nullable ListedObject source, @Nullable ListedObject replica) {
    return all ? Glance.OPEN : examiner.glance(source, replica);
  }

  @Override
  public void judge(
      @Nullable ListedObject source, @Nullable ListedObject replica, RangeLedger.Segment segment) {
    judge(source, replica, segment, () -> examine(source, replica));
  }

  private Finding examine(@Nullable ListedObject source, @Nullable ListedObject replica) {
    return source == null
        ? examiner.replica(Objects.requireNonNull(replica, "replica"))
        : examiner.source(source, replica, true);
  }

  /** Passes an object to a worker, or examines it on the calling thread if all workers are busy. */
  void judge(
      @Nullable ListedObject source,
      @Nullable ListedObject replica,
      RangeLedger.Segment segment,
      Supplier<Finding> finding) {
    workers.execute(() -> decide(source, replica, segment, finding));
  }

  private void decide(
      @Nullable ListedObject source,
      @Nullable ListedObject replica,
      RangeLedger.Segment segment,
      Supplier<Finding> finding) {
    // Without a verdict, the segment does not count, and its range is left.
    try {
      if (!isStopped()) {
        settle(finding(source, replica, finding), segment);
      }
    } catch (RuntimeException e) {
      fault.compareAndSet(null, e);
    }
  }

  private Finding finding(
      @Nullable ListedObject source, @Nullable ListedObject replica, Supplier<Finding> finding) {
    try {
      return finding.get();
    } catch (CopyException e) {
      return examiner.failed(source, replica, e);
    } catch (RuntimeException | Error e) {
      return examiner.failed(
          source, replica, new CopyException(FailureReason.UNEXPECTED, e.toString(), 0, e));
    }
  }

  private void settle(Finding finding, RangeLedger.Segment segment) {
    if (finding.verdict() == Verdict.EXTRA) {
      segment.settle(extras.add(finding, position(finding), segment::replace));
    } else {
      report(finding);
      segment.settle(finding);
    }
  }

  private String position(Finding extra) {
    return replicas.rest(Objects.requireNonNull(extra.replica(), "replica").key());
  }

  private void report(Finding finding) {
    if (!all && (finding.verdict() == Verdict.SAME || finding.verdict() == Verdict.EXCLUDED)) {
      return;
    }
    try {
      listener.onFinding(finding);
    } catch (RuntimeException e) {
      fault.compareAndSet(null, e);
      // The object must not count, because its finding is lost.
      throw e;
    }
  }
}
